package dev.nightshift.actuator;

import static dev.nightshift.actuator.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actuators as processes of their own, killed with SIGKILL; real broker, database and HTTP. */
@Tag("slow")
class KillIT {

  @TempDir static Path folder;
  private static Broker broker;

  private final String group = "kill-" + UUID.randomUUID();
  private final List<Process> processes = new ArrayList<>();
  private final List<ActionResult> results = new ArrayList<>();
  private World world;
  private KafkaProducer<byte[], byte[]> producer;
  private KafkaConsumer<byte[], byte[]> reader;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Broker.start(folder.resolve("broker"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void begin() throws Exception {
    broker.create(topic("requests"), topic("results"), topic("control"), topic("letters"));
    Postgres.clear();
    world = new World();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    reader =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.address()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        reader.partitionsFor(topic("results")).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
  }

  @AfterEach
  void end() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    producer.close();
    reader.close();
    world.close();
  }

  private String topic(String kind) {
    return kind + "-" + group;
  }

  /** Starts an actuator; with a step it stands still there and leaves the mark. */
  private Process actuator(String... stepAndMark) throws Exception {
    String kafka =
        ("{bootstrap: '%s', group: %s, topics: {requests: %s, results: %s, control: %s,"
                + " dead-letters: %s}, properties: {session.timeout.ms: '6000'}}")
            .formatted(
                broker.address(),
                group,
                topic("requests"),
                topic("results"),
                topic("control"),
                topic("letters"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KillTarget.class.getName(),
                kafka,
                Postgres.url(),
                world.url()));
    command.addAll(List.of(stepAndMark));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(UUID.randomUUID() + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private void killAt(Step step) throws Exception {
    Path mark = folder.resolve(UUID.randomUUID() + ".mark");
    Process process = actuator(step.name(), mark.toString());
    waitFor("the process to reach " + step, () -> Files.exists(mark) || !process.isAlive());
    assertThat(mark).exists();
    process.destroyForcibly().waitFor();
  }

  /** As {@link Samples#until}, but a JVM takes its time to start where many tests run. */
  private static void waitFor(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void send(ActionRequest request) throws Exception {
    send("requests", bytes(ActionRequest.getEncoder().encode(request)));
  }

  private void send(String kind, byte[] value) throws Exception {
    producer
        .send(new ProducerRecord<>(topic(kind), "inc-1".getBytes(StandardCharsets.UTF_8), value))
        .get();
  }

  private ActionResult result(String key) throws InterruptedException {
    waitFor("a result of " + key, () -> poll().stream().anyMatch(r -> r.getKey().equals(key)));
    return results.stream().filter(r -> r.getKey().equals(key)).findFirst().orElseThrow();
  }

  private List<ActionResult> poll() {
    try {
      for (ConsumerRecord<byte[], byte[]> one : reader.poll(Duration.ofMillis(100))) {
        results.add(ActionResult.getDecoder().decode(one.value()));
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return results;
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_CLAIM, restart, SUCCEEDED, 1",
    "AFTER_CLAIM, restart, SUCCEEDED, 1",
    "BEFORE_EFFECT, restart, SUCCEEDED, 1",
    "AFTER_EFFECT, restart, SUCCEEDED, 1",
    "BEFORE_REPORT, restart, SUCCEEDED, 1",
    "AFTER_REPORT, restart, SUCCEEDED, 1",
    // What must not be repeated is looked up, and in doubt it is said to be unknown.
    "AFTER_CLAIM, failover, SUCCEEDED, 1",
    "BEFORE_EFFECT, failover, UNKNOWN, 0",
    "AFTER_EFFECT, failover, SUCCEEDED, 1",
  })
  void killedAtAnyStepNothingIsDoneTwiceAndNothingForgotten(
      Step step, String action, Outcome outcome, int effects) throws Exception {
    send(Samples.request("k").setAction(action).build());
    killAt(step);
    actuator();
    assertThat(result("k").getOutcome()).isEqualTo(outcome);
    waitFor("the report", () -> Postgres.count("NOT reported") == 0);
    assertThat(world.count("k")).isEqualTo(effects);
    assertThat(poll()).extracting(ActionResult::getOutcome).containsOnly(outcome);
  }

  /** The halt is said while no actuator runs; the next one finds work waiting, and leaves it. */
  @Test
  void aHaltThatIsSaidWhileNobodyListensIsHeardFirst() throws Exception {
    send(Samples.request("k").setAction("failover").build());
    send(Samples.request("waits").setTarget("demo.shop/carts").build());
    killAt(Step.BEFORE_EFFECT);
    var halt = Samples.control("h", ControlKind.HALT, "*", System.currentTimeMillis());
    send("control", bytes(halt.toByteBuffer()));
    send(Samples.request("late").setTarget("demo.shop/users").build());
    actuator();
    assertThat(result("late").getOutcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result("k").getOutcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(result("waits").getOutcome()).isNotEqualTo(Outcome.SUCCEEDED);
    assertThat(world.posts).isEmpty();
  }
}
