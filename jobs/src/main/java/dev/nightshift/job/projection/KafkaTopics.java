package dev.nightshift.job.projection;

import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The projection's side towards Kafka. */
final class KafkaTopics {

  private static final String DISCOVERY_MILLIS = "5000";

  private final StreamExecutionEnvironment env;
  private final ProjectionSettings settings;

  KafkaTopics(StreamExecutionEnvironment env, ProjectionSettings settings) {
    this.env = env;
    this.settings = settings;
  }

  /** What committed transactions wrote to a topic; a record without a value says nothing. */
  @SuppressWarnings("deprecation") // the connector takes Kafka's old enum only
  DataStream<byte[]> read(String topic) {
    String name = settings.topicPrefix() + topic;
    OffsetsInitializer start =
        settings.fromBeginning()
            ? OffsetsInitializer.earliest()
            : OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
    KafkaSource<byte[]> source =
        KafkaSource.<byte[]>builder()
            .setProperties(properties())
            .setBootstrapServers(settings.bootstrapServers())
            .setGroupId(settings.groupId())
            .setClientIdPrefix(settings.groupId() + "-" + topic)
            // A pattern may match nothing yet: a topic without records need not exist.
            .setTopicPattern(Pattern.compile(Pattern.quote(name)))
            .setStartingOffsets(start)
            .setProperty("isolation.level", "read_committed")
            .setProperty("partition.discovery.interval.ms", DISCOVERY_MILLIS)
            .setValueOnlyDeserializer(new Bytes())
            .build();
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), name).uid(Uids.SOURCE + topic);
  }

  /** Keeps what could not become a row. */
  void writeDeadLetters(DataStream<byte[]> letters) {
    String name = settings.topicPrefix() + Topics.DEAD_LETTERS;
    letters
        .sinkTo(
            KafkaSink.<byte[]>builder()
                .setKafkaProducerConfig(properties())
                .setBootstrapServers(settings.bootstrapServers())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(
                    KafkaRecordSerializationSchema.<byte[]>builder()
                        .setTopic(name)
                        .setValueSerializationSchema(new Verbatim())
                        .build())
                .build())
        .uid(Uids.DEAD_LETTERS)
        .name(name);
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(settings.kafkaProperties());
    return properties;
  }

  /** Values as they are. */
  private static final class Bytes extends AbstractDeserializationSchema<byte[]> {

    private static final long serialVersionUID = 1L;

    @Override
    public byte[] deserialize(byte[] message) {
      return message;
    }
  }

  /** Bytes as they are. */
  private static final class Verbatim implements SerializationSchema<byte[]> {

    private static final long serialVersionUID = 1L;

    @Override
    public byte[] serialize(byte[] element) {
      return element;
    }
  }
}
