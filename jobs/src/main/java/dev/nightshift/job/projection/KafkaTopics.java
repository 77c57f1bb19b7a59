package dev.nightshift.job.projection;

import dev.nightshift.contract.DeadLetter;
import dev.nightshift.job.audit.AuditRow;
import dev.nightshift.job.serde.ContractRecords;
import dev.nightshift.job.serde.RawBytes;
import dev.nightshift.job.source.KafkaSources;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The projection's side towards Kafka. */
final class KafkaTopics {

  private final StreamExecutionEnvironment env;
  private final ProjectionSettings settings;

  KafkaTopics(StreamExecutionEnvironment env, ProjectionSettings settings) {
    this.env = env;
    this.settings = settings;
  }

  /** What committed transactions wrote to a topic; a record without a value says nothing. */
  @SuppressWarnings("deprecation") // the connector takes Kafka's old enum only
  DataStream<byte[]> read(String topic, String input) {
    OffsetsInitializer start =
        settings.fromBeginning()
            ? OffsetsInitializer.earliest()
            : OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
    KafkaSource<byte[]> source =
        KafkaSources.<byte[]>builder(settings.kafka(), settings.groupId())
            .setClientIdPrefix(settings.groupId() + "-" + input)
            // A pattern may match nothing yet: a topic without records need not exist.
            .setTopicPattern(Pattern.compile(Pattern.quote(topic)))
            .setStartingOffsets(start)
            .setProperty("isolation.level", "read_committed")
            .setValueOnlyDeserializer(new RawBytes())
            .build();
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), topic).uid(Uids.SOURCE + input);
  }

  /** What committed transactions wrote to the audited topics, partition by partition in order. */
  @SuppressWarnings("deprecation") // as above
  DataStream<AuditRow> readForAudit(AuditDeserializer records) {
    String any =
        StreamSupport.stream(records.topics().spliterator(), false)
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    KafkaSource<AuditRow> source =
        KafkaSources.<AuditRow>builder(settings.kafka(), settings.groupId() + "-audit")
            .setTopicPattern(Pattern.compile(any))
            .setStartingOffsets(
                settings.fromBeginning()
                    ? OffsetsInitializer.earliest()
                    : OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(records)
            .build();
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), "audited topics")
        .uid(Uids.SOURCE + Uids.AUDIT)
        // One task for all chains, so that none has two writers while the parallelism changes.
        .setParallelism(1);
  }

  /** Keeps what could not become a row. */
  void writeDeadLetters(DataStream<DeadLetter> letters) {
    String topic = settings.kafka().topics().deadLetters();
    letters
        .sinkTo(
            ContractRecords.atLeastOnce(
                settings.kafka(), DeadLetter.class, topic, DeadLetter::getSource))
        .uid(Uids.DEAD_LETTERS)
        .name(topic);
  }
}
