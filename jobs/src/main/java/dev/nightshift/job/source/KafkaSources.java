package dev.nightshift.job.source;

import dev.nightshift.job.config.JobFile;
import dev.nightshift.job.config.JobFile.EventTimeSettings;
import dev.nightshift.job.config.KafkaSettings;
import dev.nightshift.job.config.SourceSettings;
import dev.nightshift.job.operator.ReceivedControl;
import dev.nightshift.job.serde.RawBytes;
import dev.nightshift.telemetry.Signal;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** What the job reads from Kafka. Partitions that appear later are found within ten seconds. */
@SuppressWarnings("deprecation") // the connector takes Kafka's old OffsetResetStrategy only
public final class KafkaSources {

  private static final String DISCOVERY_MILLIS = "10000";

  private KafkaSources() {}

  /**
   * Telemetry of one topic with event time and watermarks per partition. It begins at the group's
   * committed offsets, or at the oldest record for a new group.
   */
  public static DataStream<Signal> telemetry(
      StreamExecutionEnvironment env, JobFile job, SourceSettings source, String uid) {
    EventTimeSettings times = job.eventTime();
    KafkaSource<Signal> kafka =
        KafkaSources.<Signal>builder(job, source.topic())
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(new TelemetryDeserializer(source, times.maxFuture().toMillis()))
            .build();
    // An event now and then would hold event time at its own until its partition is idle again.
    WatermarkStrategy<Signal> strategy =
        source.format().events() ? SignalTimes.timeless() : SignalTimes.of(times);
    return env.fromSource(kafka, strategy, source.topic()).uid(uid);
  }

  /** Our own records as bytes, committed ones only; they have no part in event time. */
  public static DataStream<byte[]> contracts(
      StreamExecutionEnvironment env, JobFile job, String topic, String uid) {
    KafkaSource<byte[]> kafka =
        KafkaSources.<byte[]>builder(job, topic)
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setProperty("isolation.level", "read_committed")
            .setValueOnlyDeserializer(new RawBytes())
            .build();
    return env.fromSource(kafka, SignalTimes.timeless(), topic).uid(uid);
  }

  /** Control messages with the broker's time stamps. */
  public static DataStream<ReceivedControl> control(
      StreamExecutionEnvironment env, JobFile job, String uid) {
    String topic = job.kafka().topics().control();
    KafkaSource<ReceivedControl> kafka =
        KafkaSources.<ReceivedControl>builder(job, topic)
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(new ControlDeserializer())
            .build();
    return env.fromSource(kafka, SignalTimes.timeless(), topic).uid(uid);
  }

  private static <T> KafkaSourceBuilder<T> builder(JobFile job, String topic) {
    return KafkaSources.<T>builder(job.kafka(), job.name()).setTopics(topic);
  }

  /** A source that lacks only its topics, start and deserializer. */
  public static <T> KafkaSourceBuilder<T> builder(KafkaSettings kafka, String group) {
    return KafkaSource.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setProperties(kafka.clientProperties())
        .setGroupId(group)
        .setProperty("partition.discovery.interval.ms", DISCOVERY_MILLIS);
  }
}
