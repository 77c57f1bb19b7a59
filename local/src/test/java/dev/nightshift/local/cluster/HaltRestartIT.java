package dev.nightshift.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightshift.actuator.Actuator;
import dev.nightshift.actuator.ActuatorConfig;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.Incident;
import dev.nightshift.job.NightshiftJob;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.local.runtime.Await;
import dev.nightshift.local.runtime.EmbeddedDatabase;
import dev.nightshift.local.runtime.EmbeddedKafka;
import dev.nightshift.local.runtime.FlinkRest;
import dev.nightshift.local.runtime.LocalCluster;
import dev.nightshift.local.shop.fault.FaultKind;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.PlannedFault;
import dev.nightshift.remedy.ControlKey;
import dev.nightshift.remedy.ControlSigner;
import dev.nightshift.remedy.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A halt that is said while the job's task manager is dead, with a real broker, database, job and
 * actuator: the first fault has been answered by then, the second one is noticed, and nothing is
 * done about it.
 */
@Tag("slow")
class HaltRestartIT {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration PROMISED = Duration.ofSeconds(2);
  private static final Duration UNTIL_THE_HALT = Duration.ofMinutes(8);
  private static final Duration END = Duration.ofMinutes(14);
  private static final Duration LONG_AFTER = Duration.ofMinutes(20);
  private static final String SECRET = "a secret that only this test knows";
  private static final String FIRST = "recommendation";
  private static final String SECOND = "payment";
  private static final long ON_CALL = Duration.ofHours(1).toMillis();

  private static final FaultSchedule SCHEDULE =
      new FaultSchedule(
          List.of(
              new PlannedFault(0, 300_000, FaultKind.CRASH_LOOP, FIRST, 0.7, ON_CALL),
              new PlannedFault(1, 540_000, FaultKind.CRASH_LOOP, SECOND, 0.7, ON_CALL)),
          List.of(),
          2);

  @TempDir Path directory;

  private final List<Long> begun = new CopyOnWriteArrayList<>();

  @Test
  void nothingIsBegunAfterAHaltThatTheJobDidNotHear() throws Exception {
    RecordedShop shop = RecordedShop.of(SCHEDULE, END);
    Files.writeString(directory.resolve("key"), SECRET);
    HttpServer receiver = receiver();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        EmbeddedDatabase database = EmbeddedDatabase.start(directory.resolve("database"), 0);
        LocalCluster cluster =
            LocalCluster.start(
                LocalCluster.configuration(
                    REPOSITORY.resolve("flink-conf"), directory.resolve("flink")),
                0,
                2)) {
      kafka.createTopics(RecordedShop.topicsOfAJob());
      Committed topics = new Committed(kafka.bootstrapServers());
      String job = submit(cluster, kafka.bootstrapServers());
      FlinkRest rest = new FlinkRest(cluster.address());
      Await.until("all tasks run", LIMIT, () -> rest.allTasksRun(job));
      try (Actuator actuator = Actuator.start(actuator(kafka, database, receiver))) {
        shop.publish(kafka.bootstrapServers(), Duration.ofSeconds(-1), UNTIL_THE_HALT);
        Await.until("the first fault is answered", LIMIT, () -> !begun.isEmpty());

        MiniCluster mini = cluster.miniCluster();
        mini.terminateTaskManager(0).get();
        Await.until("the job is down", LIMIT, () -> !rest.allTasksRun(job));
        long halted = System.nanoTime();
        halt(kafka.bootstrapServers());
        mini.startTaskManager();
        Await.until("all tasks run again", LIMIT, () -> rest.allTasksRun(job));
        shop.publish(kafka.bootstrapServers(), UNTIL_THE_HALT, END);
        RecordedShop.pass(kafka.bootstrapServers(), LONG_AFTER);
        Await.until(
            "the second fault waits for the end of the halt",
            LIMIT,
            () ->
                topics.read("nightshift.incidents", Incident.getDecoder()).stream()
                    .anyMatch(HaltRestartIT::waits));

        Duration last = Duration.ofNanos(Math.max(0, begun.get(begun.size() - 1) - halted));
        System.out.printf(
            "halt, job being restarted: last action begun after %d ms%n", last.toMillis());
        assertThat(last).isLessThan(PROMISED);
        assertThat(topics.read("nightshift.remediation.requests", ActionRequest.getDecoder()))
            .as("the job that is back does not even ask")
            .extracting(ActionRequest::getTarget)
            .doesNotContain("demo.shop/" + SECOND);
        assertThat(actuator.health().healthy()).isTrue();
      }
    } finally {
      receiver.stop(0);
    }
  }

  private static boolean waits(Incident incident) {
    return incident.getRootCause().endsWith("/" + SECOND)
        && incident.getDecision() != null
        && incident.getDecision().getReason().contains("drill");
  }

  private HttpServer receiver() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext("/act", this::begin);
    server.start();
    return server;
  }

  private void begin(HttpExchange call) throws IOException {
    try (call) {
      begun.add(System.nanoTime());
      byte[] body = "{\"status\":\"succeeded\",\"detail\":\"ok\"}".getBytes(StandardCharsets.UTF_8);
      call.sendResponseHeaders(200, body.length);
      call.getResponseBody().write(body);
    }
  }

  private static void halt(String bootstrapServers) throws Exception {
    ControlMessage message =
        new ControlSigner(new ControlKey("local", Role.ADMIN, SECRET))
            .sign(
                ControlMessage.newBuilder()
                    .setId("halt")
                    .setKind(ControlKind.HALT)
                    .setScope("*")
                    .setReason("drill")
                    .setAuthor("ada")
                    .setAt(System.currentTimeMillis())
                    .build());
    ByteBuffer encoded = ControlMessage.getEncoder().encode(message);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("nightshift.control", bytes)).get();
    }
  }

  private String submit(LocalCluster cluster, String bootstrapServers) throws Exception {
    Path file = directory.resolve("halt.yaml");
    Files.writeString(
        file,
        """
        name: halt
        kafka:
          bootstrap_servers: %s
        sources:
          - {topic: otlp_metrics, format: otlp_metrics}
          - {topic: otlp_logs, format: otlp_logs}
          - {topic: otlp_spans, format: otlp_spans}
        # Idleness goes by the clock on the wall, and a pause must not let event time run ahead.
        event_time: {step: 10s, out_of_orderness: 6s, idleness: 10m}
        models: {store: "%s", poll: 1s, promotion: immediate}
        detection: {min_steps: 2, quiet_steps: 3}
        diagnosis: {settle: 20s}
        patterns: ["%s"]
        policies: "%s"
        control_keys: [{id: local, secret: "${file:%s}", role: admin}]
        checkpoints: {interval: 1s}
        parallelism: 1
        """
            .formatted(
                bootstrapServers,
                REPOSITORY.resolve("models/store").toUri(),
                REPOSITORY.resolve("cep-patterns/patterns"),
                REPOSITORY.resolve("jobs/policies/shop.yaml"),
                directory.resolve("key")));
    StreamExecutionEnvironment environment = cluster.environment();
    NightshiftJob.build(environment, JobFile.load(file));
    return environment.executeAsync("halt").getJobID().toString();
  }

  private ActuatorConfig actuator(
      EmbeddedKafka kafka, EmbeddedDatabase database, HttpServer receiver) throws IOException {
    Path file = directory.resolve("actuator.yaml");
    Files.writeString(
        file,
        """
        mode: auto
        kafka: {bootstrap: "%s"}
        database: {url: "%s", user: %s, password: "${file:%4$s}"}
        webhook: {url: "http://localhost:%5$d/act", secret: "${file:%4$s}", deduplicates: true}
        control: {keys: {local: "${file:%4$s}"}}
        limits: {max-concurrent: 10, max-concurrent-per-system: 10}
        targets: [{system: demo.shop, service: "*"}]
        actions:
          replace_instance: {idempotent: true, approval-above: high}
          roll_back: {approval-above: high}
          restart: {idempotent: true, approval-above: high}
        """
            .formatted(
                kafka.bootstrapServers(),
                database.jdbcUrl(),
                database.user(),
                directory.resolve("key"),
                receiver.getAddress().getPort()));
    return ActuatorConfig.read(file);
  }
}
