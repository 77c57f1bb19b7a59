package dev.nightshift.actuator;

import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.DeadLetter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Results and dead letters to Kafka: idempotent producer, every replica acknowledges. */
final class KafkaResultSink implements ResultSink {

  private final Producer<byte[], byte[]> producer;
  private final ActuatorConfig.Kafka topics;

  KafkaResultSink(Producer<byte[], byte[]> producer, ActuatorConfig.Kafka topics) {
    this.producer = producer;
    this.topics = topics;
  }

  static KafkaResultSink connect(ActuatorConfig.Kafka config) {
    Map<String, Object> properties = new HashMap<>();
    config.properties().forEach((key, value) -> properties.put(key, value.reveal()));
    properties.put("bootstrap.servers", config.bootstrap());
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    // Shorter than the database's socket time-out: the row stays locked while this waits.
    properties.put("request.timeout.ms", "10000");
    properties.put("delivery.timeout.ms", "20000");
    properties.put("max.block.ms", "10000");
    return new KafkaResultSink(
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
        config);
  }

  @Override
  public void publish(ActionResult result) {
    try {
      send(topics.results(), result.getIncident(), ActionResult.getEncoder().encode(result));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  @Override
  public void deadLetter(DeadLetter letter) {
    try {
      send(topics.deadLetters(), letter.getSource(), DeadLetter.getEncoder().encode(letter));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  private void send(String topic, String key, ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    try {
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), bytes)).get();
    } catch (ExecutionException e) {
      throw new KafkaException("the record was not accepted by " + topic, e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
