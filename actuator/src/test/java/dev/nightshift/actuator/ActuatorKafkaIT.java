package dev.nightshift.actuator;

import static dev.nightshift.actuator.Samples.bytes;
import static dev.nightshift.actuator.Samples.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The actuator as it runs in production, on a real broker, a real database and real HTTP. */
@Tag("slow")
class ActuatorKafkaIT extends OnKafka {

  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void begin() {
    producer =
        keep(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker().address(), "transactional.id", topics.group()),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    producer.initTransactions();
  }

  private Actuator actuator() throws Exception {
    return start(topics.config("sasl.jaas.config: '${env:BROKER}'"), "");
  }

  private void send(String topic, byte[] value, boolean commit) throws Exception {
    producer.beginTransaction();
    producer
        .send(
            new ProducerRecord<>(
                topics.name(topic), "inc-1".getBytes(StandardCharsets.UTF_8), value))
        .get();
    if (commit) {
      producer.commitTransaction();
    } else {
      producer.abortTransaction();
    }
  }

  private void send(ActionRequest request, boolean commit) throws Exception {
    send("requests", bytes(ActionRequest.getEncoder().encode(request)), commit);
  }

  private void send(ControlMessage message) throws Exception {
    send("control", bytes(message.toByteBuffer()), true);
  }

  /** A reader of all that comes to a topic from now on. */
  private KafkaConsumer<byte[], byte[]> reader(String topic) {
    KafkaConsumer<byte[], byte[]> reader =
        keep(
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers", broker().address(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
    var partitions =
        reader.partitionsFor(topics.name(topic)).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    reader.assign(partitions);
    reader.seekToEnd(partitions);
    partitions.forEach(reader::position);
    return reader;
  }

  private static ConsumerRecord<byte[], byte[]> next(KafkaConsumer<byte[], byte[]> reader)
      throws InterruptedException {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    until(
        "a record",
        () -> {
          reader.poll(Duration.ofMillis(100)).forEach(found::add);
          return !found.isEmpty();
        });
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static ActionResult result(KafkaConsumer<byte[], byte[]> reader) throws Exception {
    ConsumerRecord<byte[], byte[]> read = next(reader);
    assertThat(new String(read.key(), StandardCharsets.UTF_8)).isEqualTo("inc-1");
    return ActionResult.getDecoder().decode(read.value());
  }

  @Test
  void aCommittedRequestBecomesOneCallAndOneResult() throws Exception {
    KafkaConsumer<byte[], byte[]> told = reader("results");
    KafkaConsumer<byte[], byte[]> kept = reader("letters");
    Actuator first = actuator();
    ActionRequest request = Samples.request("k1").build();
    send(Samples.request("aborted").build(), false);
    send(request, true);
    ActionResult result = result(told);
    assertThat(result.getKey()).isEqualTo("k1");
    assertThat(result.getOutcome()).isEqualTo(Outcome.SUCCEEDED);

    send(request, true);
    until("the repetition", () -> first.metrics().value("requests", "duplicate") == 1);
    send("requests", new byte[] {1, 2, 3}, true);
    DeadLetter letter = DeadLetter.getDecoder().decode(next(kept).value());
    assertThat(letter.getSource()).isEqualTo(topics.name("requests"));
    assertThat(bytes(letter.getOriginal())).containsExactly(1, 2, 3);
    first.close();

    try (Admin admin = broker().admin()) {
      long committed =
          admin
              .listConsumerGroupOffsets(topics.group())
              .partitionsToOffsetAndMetadata()
              .get()
              .values()
              .stream()
              .mapToLong(offset -> offset.offset())
              .max()
              .orElse(0);
      // One aborted, two good and one bad record, each with the marker of its transaction.
      assertThat(committed).isGreaterThanOrEqualTo(7);
    }
    actuator();
    send(Samples.control("h1", ControlKind.HALT, "*", System.currentTimeMillis()));
    until("the halt", () -> Postgres.rows("automation_halt WHERE halted") == 1);
    send(Samples.request("k2").build(), true);
    ActionResult refused = result(told);
    assertThat(refused.getKey()).isEqualTo("k2");
    assertThat(refused.getOutcome()).isEqualTo(Outcome.REFUSED);
    assertThat(world.posts).containsOnlyKeys("k1");
    assertThat(world.posts.get("k1").get()).isEqualTo(1);
  }

  @Test
  void noSecretIsEverLogged() throws Exception {
    try (LogCapture log =
        new LogCapture(
            "dev.nightshift",
            "org.apache.kafka.clients",
            "org.apache.kafka.common",
            "org.flywaydb")) {
      KafkaConsumer<byte[], byte[]> told = reader("results");
      KafkaConsumer<byte[], byte[]> kept = reader("letters");
      Actuator actuator = actuator();
      send(Samples.request("s1").build(), true);
      assertThat(result(told).getOutcome()).isEqualTo(Outcome.SUCCEEDED);
      long now = System.currentTimeMillis();
      ControlMessage forged = Samples.control("f", ControlKind.RESUME, "*", now);
      forged.setReason("tampered with");
      send(forged);
      assertThat(DeadLetter.getDecoder().decode(next(kept).value()).getReason())
          .isEqualTo("forged");
      // Failures say most: a receiver that is gone, a database that is broken.
      world.close();
      send(Samples.request("s2").build(), true);
      assertThat(result(told).getOutcome()).isEqualTo(Outcome.FAILED);
      Postgres.clear();
      until("trouble", () -> !actuator.health().healthy());
      actuator.close();

      List<String> lines = log.lines();
      assertThat(lines).anyMatch(line -> line.contains("the actuator runs in mode"));
      assertThat(lines).anyMatch(line -> line.contains("sasl.jaas.config = [hidden]"));
      assertThat(lines).anyMatch(line -> line.contains("PSQLException"));
      assertThat(lines)
          .noneMatch(line -> line.contains(Samples.SECRET))
          .noneMatch(line -> line.contains(Samples.PASSWORD))
          .noneMatch(line -> line.contains(Samples.CONTROL_KEY))
          .noneMatch(line -> line.contains(Samples.BROKER_SECRET));
    }
  }
}
