package dev.nightshift.actuator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka topic, committed transactions only, offsets committed by hand. Either the members of a
 * group share its messages, or every reader gets them all: what everybody has to hear must not wait
 * until a group has noticed that one of its members is dead.
 */
final class KafkaRequestSource implements RequestSource {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRequestSource.class);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> first = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();

  private final String topic;
  private boolean caughtUp;

  private KafkaRequestSource(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /** Shares the topic with the other members of the consumer's group. */
  static KafkaRequestSource shared(Consumer<byte[], byte[]> consumer, String topic) {
    consumer.subscribe(List.of(topic));
    return new KafkaRequestSource(consumer, topic);
  }

  /** Gets every message of the topic; the group only keeps how far any reader has come. */
  static KafkaRequestSource everything(Consumer<byte[], byte[]> consumer, String topic) {
    return new KafkaRequestSource(consumer, topic);
  }

  static KafkaRequestSource connect(ActuatorConfig.Kafka config, String topic, String group) {
    return shared(consumer(config, group), topic);
  }

  static KafkaRequestSource connectAlone(ActuatorConfig.Kafka config, String topic, String group) {
    return everything(consumer(config, group), topic);
  }

  private static Consumer<byte[], byte[]> consumer(ActuatorConfig.Kafka config, String group) {
    Map<String, Object> properties = new HashMap<>();
    config.properties().forEach((key, value) -> properties.put(key, value.reveal()));
    properties.put("bootstrap.servers", config.bootstrap());
    properties.put("group.id", group);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    // A group that starts late must not forget what was asked before; what is too old is refused.
    properties.put("auto.offset.reset", "earliest");
    properties.put("max.poll.records", "50");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public List<Message> poll(Duration timeout) {
    List<Message> messages = new ArrayList<>();
    try {
      if (consumer.subscription().isEmpty() && consumer.assignment().isEmpty()) {
        consumer.assign(
            consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList());
      }
      for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(timeout)) {
        TopicPartition partition = new TopicPartition(polled.topic(), polled.partition());
        first.putIfAbsent(partition, polled.offset());
        next.put(partition, new OffsetAndMetadata(polled.offset() + 1));
        byte[] value = polled.value() == null ? new byte[0] : polled.value();
        messages.add(new Message(polled.topic(), value, polled.timestamp()));
      }
    } catch (WakeupException e) {
      LOG.debug("woken up");
    }
    return messages;
  }

  @Override
  public void commit() {
    try {
      if (!next.isEmpty()) {
        consumer.commitSync(next);
      }
    } catch (CommitFailedException | RebalanceInProgressException e) {
      // The partition moved: its new reader sees these messages again and finds their keys taken.
      LOG.info("offsets were not committed: {}", e.getMessage());
    } catch (WakeupException e) {
      consumer.commitSync(next);
    }
    first.clear();
    next.clear();
  }

  /** Once true it stays so: what comes later is read within one poll. */
  @Override
  public boolean caughtUp() {
    if (!caughtUp && !consumer.assignment().isEmpty()) {
      caughtUp =
          consumer.endOffsets(consumer.assignment()).entrySet().stream()
              .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
    return caughtUp;
  }

  @Override
  public void rewind() {
    first.forEach(
        (partition, offset) -> {
          if (consumer.assignment().contains(partition)) {
            consumer.seek(partition, offset);
          }
        });
    first.clear();
    next.clear();
  }

  @Override
  public void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
