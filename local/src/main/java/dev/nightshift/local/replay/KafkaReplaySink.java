package dev.nightshift.local.replay;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes to Kafka, idempotently and in order of each key. The first failure stops the replay.
 */
public final class KafkaReplaySink implements ReplaySink {

  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  public KafkaReplaySink(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                4 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @Override
  public void publish(ReplayRecord event) {
    send(event, null);
  }

  @Override
  public void publishToAllPartitions(ReplayRecord event) {
    for (PartitionInfo partition : producer.partitionsFor(event.topic())) {
      send(event, partition.partition());
    }
  }

  /** The record's time stamp is the clock's: brokers may refuse or expire recorded times. */
  private void send(ReplayRecord event, Integer partition) {
    throwIfFailed();
    byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
    var unused =
        producer.send(
            new ProducerRecord<>(event.topic(), partition, key, event.payload()),
            (metadata, exception) -> failure.compareAndSet(null, exception));
  }

  private void throwIfFailed() {
    Exception exception = failure.get();
    if (exception != null) {
      throw new KafkaException("the replay cannot be delivered", exception);
    }
  }

  @Override
  public void close() {
    producer.flush();
    producer.close();
    throwIfFailed();
  }
}
