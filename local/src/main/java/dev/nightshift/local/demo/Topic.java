package dev.nightshift.local.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows one of our topics from its beginning, on a thread of its own, until closed. */
final class Topic<T extends SpecificRecordBase> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Topic.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BinaryMessageDecoder<T> decoder;
  private final Consumer<T> listener;
  private final Thread thread;

  private Topic(
      String bootstrapServers,
      String topic,
      BinaryMessageDecoder<T> decoder,
      Consumer<T> listener) {
    this.decoder = decoder;
    this.listener = listener;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "watch-" + UUID.randomUUID(),
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic));
    thread = new Thread(this::poll, "watch-" + topic);
    thread.setDaemon(true);
    thread.start();
  }

  static <T extends SpecificRecordBase> Topic<T> follow(
      String bootstrapServers,
      String topic,
      BinaryMessageDecoder<T> decoder,
      Consumer<T> listener) {
    return new Topic<>(bootstrapServers, topic, decoder, listener);
  }

  private void poll() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          listener.accept(decoder.decode(record.value(), null));
        }
      }
    } catch (WakeupException e) {
      LOG.debug("The watch is over");
    } catch (IOException e) {
      LOG.error("A record could not be read; the watch ends", e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    thread.join();
  }
}
