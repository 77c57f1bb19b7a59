package dev.nightshift.job.serde;

import dev.nightshift.job.config.KafkaSettings;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Kafka sinks for our own records: Avro values under readable keys. */
public final class ContractRecords {

  /** A class, because Flink cannot see through a lambda's types here. */
  private record KeySchema<T>(KeyOf<T> key) implements SerializationSchema<T> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] serialize(T contract) {
      return key.apply(contract).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Gives a record's key. */
  public interface KeyOf<T> extends Function<T, String>, Serializable {}

  /**
   * Dates records by the clock of their writing, not by event time, which is Flink's default: the
   * broker deletes by these dates, and what a replay of last month's telemetry decides must not be
   * gone before it is read.
   */
  private record WrittenNow<T>(KafkaRecordSerializationSchema<T> schema)
      implements KafkaRecordSerializationSchema<T> {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(
        SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext)
        throws Exception {
      schema.open(context, sinkContext);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        T contract, KafkaSinkContext context, Long eventTime) {
      return schema.serialize(contract, context, null);
    }
  }

  private ContractRecords() {}

  /**
   * A sink whose records become visible to readers with the checkpoint that they belong to.
   *
   * @param transactionPrefix unique per sink and job: two writers with the same one fence each
   *     other
   */
  public static <T extends SpecificRecordBase> KafkaSink<T> exactlyOnce(
      KafkaSettings kafka, Class<T> type, String topic, KeyOf<T> key, String transactionPrefix) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaProducerConfig(kafka.clientProperties())
        // Above the broker's own maximum (15 minutes by default) the producer is refused.
        .setProperty("transaction.timeout.ms", "600000")
        .setProperty("compression.type", "lz4")
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(transactionPrefix)
        .setRecordSerializer(serializer(type, topic, key))
        .build();
  }

  /** A sink for records that may be doubled by a restart: dead letters and status. */
  public static <T extends SpecificRecordBase> KafkaSink<T> atLeastOnce(
      KafkaSettings kafka, Class<T> type, String topic, KeyOf<T> key) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaProducerConfig(kafka.clientProperties())
        .setProperty("compression.type", "lz4")
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(serializer(type, topic, key))
        .build();
  }

  private static <T extends SpecificRecordBase> KafkaRecordSerializationSchema<T> serializer(
      Class<T> type, String topic, KeyOf<T> key) {
    return new WrittenNow<>(
        KafkaRecordSerializationSchema.<T>builder()
            .setTopic(topic)
            .setKeySerializationSchema(new KeySchema<>(key))
            .setValueSerializationSchema(new ContractEncoder<>(type))
            .build());
  }
}
