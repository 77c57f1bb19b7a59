package dev.nightshift.job.sink;

import java.net.URI;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.avro.AvroWriters;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.DateTimeBucketAssigner;

/**
 * What the trainer reads: Avro container files, a folder a day. A file is complete when it has its
 * final name; each record is in exactly one file.
 */
public final class FeedbackFiles {

  private static final Duration BUCKET_CHECK = Duration.ofMinutes(1);

  private FeedbackFiles() {}

  /**
   * A sink for one kind of record.
   *
   * @param folder below the feedback directory
   */
  public static <T extends SpecificRecordBase> FileSink<T> sink(
      URI directory, String folder, Class<T> type) {
    return FileSink.forBulkFormat(
            new Path(new Path(directory), folder), AvroWriters.forSpecificRecord(type))
        .withBucketAssigner(new DateTimeBucketAssigner<>("yyyy-MM-dd"))
        .withBucketCheckInterval(BUCKET_CHECK.toMillis())
        .withOutputFileConfig(
            OutputFileConfig.builder().withPartPrefix(folder).withPartSuffix(".avro").build())
        .build();
  }
}
