package dev.nightshift.local.shop;

import dev.nightshift.local.shop.telemetry.TelemetrySink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes export requests to Kafka as the Collector's exporter does. A record that could not be
 * written fails the next call: telemetry that is silently lost would look like an outage.
 */
public final class ShopKafkaSink implements TelemetrySink, AutoCloseable {

  private final Producer<String, byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Map<TopicPartition, Long> written = new ConcurrentHashMap<>();

  public ShopKafkaSink(String bootstrapServers) {
    this(
        new KafkaProducer<>(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                ProducerConfig.LINGER_MS_CONFIG, 20,
                ProducerConfig.CLIENT_ID_CONFIG, "shop"),
            new StringSerializer(),
            new ByteArraySerializer()));
  }

  ShopKafkaSink(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * {@inheritDoc}
   *
   * @throws KafkaException if this or an earlier record could not be written
   */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of what the future would tell.
  public void accept(String topic, String key, byte[] payload) {
    failOnLoss();
    producer.send(
        new ProducerRecord<>(topic, key, payload),
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          } else {
            written.merge(
                new TopicPartition(metadata.topic(), metadata.partition()),
                metadata.offset() + 1,
                Math::max);
          }
        });
  }

  /** The offset after the newest record of each partition that has any. */
  public Map<TopicPartition, Long> written() {
    return Map.copyOf(written);
  }

  /** Waits until all is written. */
  public void flush() {
    producer.flush();
    failOnLoss();
  }

  private void failOnLoss() {
    Exception lost = failure.get();
    if (lost != null) {
      throw new KafkaException("telemetry of the shop was lost", lost);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
