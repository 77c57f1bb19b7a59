package dev.nightshift.actuator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of one test on a shared broker, and a producer to them. */
final class TopicSet implements AutoCloseable {

  private final Broker broker;
  private final String group = "group-" + UUID.randomUUID();
  private final KafkaProducer<byte[], byte[]> producer;

  /** Makes the topics. */
  TopicSet(Broker broker) throws Exception {
    this.broker = broker;
    broker.create(
        name("requests"), name("results"), name("control"), name("letters"), name("calls"));
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** The name of one of them: requests, results, control, letters or calls. */
  String name(String topic) {
    return topic + "-" + group;
  }

  String group() {
    return group;
  }

  /** The section {@code kafka} of an actuator that works on them. */
  String config() {
    return config("");
  }

  /**
   * The same with further properties of Kafka's clients.
   *
   * @param properties as in a mapping
   */
  String config(String properties) {
    return ("{bootstrap: '%s', group: %s, topics: {requests: %s, results: %s, control: %s,"
            + " dead-letters: %s}, properties: {%s}}")
        .formatted(
            broker.address(),
            group,
            name("requests"),
            name("results"),
            name("control"),
            name("letters"),
            properties);
  }

  /** Sends a record, and waits until the broker has it. */
  void send(String topic, String key, byte[] value) throws Exception {
    producer
        .send(new ProducerRecord<>(name(topic), key.getBytes(StandardCharsets.UTF_8), value))
        .get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
