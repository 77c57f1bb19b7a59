package dev.nightshift.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.Incident;
import dev.nightshift.job.NightshiftJob;
import dev.nightshift.local.runtime.Await;
import dev.nightshift.local.runtime.EmbeddedKafka;
import dev.nightshift.local.runtime.MultiProcessCluster;
import dev.nightshift.local.shop.fault.FaultKind;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.PlannedFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jar that is shipped, on separate processes, with a task manager killed in the middle of an
 * incident: what is decided stays the same.
 */
@Tag("slow")
class ClusterRecoveryIT {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterRecoveryIT.class);
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Path JAR = REPOSITORY.resolve("jobs/target/nightshift-job.jar");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String NAME = "recovery";

  private static final Duration BEFORE_THE_CRASH = Duration.ofMinutes(6);
  private static final Duration DURING_THE_CRASH = Duration.ofMinutes(8);
  private static final Duration END = Duration.ofMinutes(12);
  private static final Duration LONG_AFTER = Duration.ofMinutes(40);
  private static final long ON_CALL = Duration.ofMinutes(30).toMillis();

  private static final FaultSchedule SCHEDULE =
      new FaultSchedule(
          List.of(
              new PlannedFault(0, 240_000, FaultKind.BAD_DEPLOYMENT, "payment", 0.8, ON_CALL),
              new PlannedFault(1, 420_000, FaultKind.SLOW_DATABASE, "orders-db", 0.8, ON_CALL)),
          List.of(),
          2);

  /** The packages of DJL's own interface, {@code ai.djl:api}; each engine has one of its own. */
  private static final Pattern DJL_INTERFACE =
      Pattern.compile(
          "ai/djl/([\\w$]+\\.class"
              + "|(engine|inference|metric|modality|ndarray|nn|repository|training|translate|util)"
              + "/.*)?");

  @TempDir Path directory;

  private final RecordedShop shop = RecordedShop.of(SCHEDULE, END);

  @FunctionalInterface
  private interface Mishap {
    void strike(String job, EmbeddedKafka kafka) throws Exception;
  }

  @Test
  void theJarHoldsTheJobAndNothingOfTheClusterOrOfTraining() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> entries = jar.stream().map(JarEntry::getName).toList();
      assertThat(entries)
          .contains("dev/nightshift/job/NightshiftJob.class")
          .anyMatch(name -> name.startsWith("org/apache/flink/connector/kafka/"))
          .noneMatch(name -> name.startsWith("org/apache/flink/runtime/"))
          .noneMatch(name -> name.startsWith("org/apache/flink/api/"))
          .noneMatch(name -> name.startsWith("org/apache/flink/cep/"))
          .noneMatch(name -> name.startsWith("org/apache/flink/streaming/api/"))
          .noneMatch(name -> name.startsWith("org/slf4j/"))
          .noneMatch(name -> name.startsWith("dev/nightshift/training/"))
          .noneMatch(name -> name.startsWith("dev/nightshift/actuator/"))
          // An engine with its natives belongs into the cluster's lib.
          .filteredOn(name -> name.startsWith("ai/djl/"))
          .isNotEmpty()
          .allMatch(name -> DJL_INTERFACE.matcher(name).matches());
    }
  }

  @Test
  void aKilledTaskManagerChangesNothingThatIsDecided() throws Exception {
    Map<String, String> settings =
        Map.of(
            "taskmanager.numberOfTaskSlots", "1",
            "taskmanager.memory.process.size", "1400m",
            "execution.checkpointing.min-pause", "0ms");
    try (MultiProcessCluster cluster =
        MultiProcessCluster.start(REPOSITORY, directory.resolve("cluster"), 2, settings)) {
      Told undisturbed =
          run(
              cluster,
              "undisturbed",
              (job, kafka) ->
                  shop.publish(kafka.bootstrapServers(), BEFORE_THE_CRASH, DURING_THE_CRASH));
      Told disturbed =
          run(cluster, "disturbed", (job, kafka) -> kill(cluster, job, kafka.bootstrapServers()));

      assertThat(undisturbed.incidents()).isNotEmpty();
      assertThat(undisturbed.requests()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(disturbed.anomalies()).isEqualTo(undisturbed.anomalies());
      assertThat(disturbed.incidents()).isEqualTo(undisturbed.incidents());
      assertThat(disturbed.requests()).isEqualTo(undisturbed.requests());
    }
  }

  /** More input is on its way when the process dies. */
  private void kill(MultiProcessCluster cluster, String job, String bootstrapServers)
      throws Exception {
    shop.publish(bootstrapServers, BEFORE_THE_CRASH, DURING_THE_CRASH);
    long killed = System.nanoTime();
    cluster.killTaskManager(1);
    Await.until("the crash is noticed", LIMIT, () -> !cluster.rest().allTasksRun(job));
    cluster.startTaskManager();
    Await.until("all tasks run again", LIMIT, () -> cluster.rest().allTasksRun(job));
    LOG.info(
        "All tasks ran again {} ms after the kill",
        Duration.ofNanos(System.nanoTime() - killed).toMillis());
  }

  private Told run(MultiProcessCluster cluster, String name, Mishap mishap) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve(name + "-kafka"), 0)) {
      kafka.createTopics(RecordedShop.topicsOfAJob());
      Committed topics = new Committed(kafka.bootstrapServers());
      Path file = jobFile(name, kafka.bootstrapServers());
      String job =
          cluster.submit(JAR, NightshiftJob.class.getName(), List.of("--job", file.toString()));
      Await.until("all tasks run", LIMIT, () -> cluster.rest().allTasksRun(job));
      shop.publish(kafka.bootstrapServers(), Duration.ofSeconds(-1), BEFORE_THE_CRASH);
      Await.until(
          "the first incident",
          LIMIT,
          () -> !topics.read("nightshift.incidents", Incident.getDecoder()).isEmpty());

      mishap.strike(job, kafka);

      shop.publish(kafka.bootstrapServers(), DURING_THE_CRASH, END);
      RecordedShop.pass(kafka.bootstrapServers(), LONG_AFTER);
      awaitTheEnd(cluster, job, kafka.bootstrapServers());
      assertThat(topics.read("nightshift.dead-letters", DeadLetter.getDecoder()))
          .extracting(letter -> letter.getReason() + " " + letter.getDetail())
          .isEmpty();
      Told told = Told.of(topics);
      LOG.info("{}: {}", name, told);
      cluster.rest().cancel(job);
      Await.until("the job is over", LIMIT, () -> cluster.status(job).equals("CANCELED"));
      return told;
    }
  }

  /**
   * All input is read; two more checkpoints carry event time through and commit what came of it.
   */
  private static void awaitTheEnd(MultiProcessCluster cluster, String job, String bootstrapServers)
      throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      RecordedShop.topics()
          .forEach(
              (topic, partitions) -> {
                for (int partition = 0; partition < partitions; partition++) {
                  latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
                }
              });
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin.listOffsets(latest).all().get().forEach((one, end) -> ends.put(one, end.offset()));
      Await.until("all input is read", LIMIT, () -> committed(admin, ends));
    }
    long checkpoints = checkpoints(cluster, job);
    Await.until(
        "three more checkpoints", LIMIT, () -> checkpoints(cluster, job) >= checkpoints + 3);
  }

  private static boolean committed(Admin admin, Map<TopicPartition, Long> ends) throws IOException {
    try {
      Map<TopicPartition, OffsetAndMetadata> group =
          admin.listConsumerGroupOffsets(NAME).partitionsToOffsetAndMetadata().get();
      return ends.entrySet().stream()
          .allMatch(
              end ->
                  group.get(end.getKey()) != null
                      && group.get(end.getKey()).offset() >= end.getValue());
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException("Kafka does not say what is committed", e);
    }
  }

  private static long checkpoints(MultiProcessCluster cluster, String job) throws IOException {
    JsonNode counts = cluster.rest().get("/jobs/" + job + "/checkpoints").path("counts");
    return counts.path("completed").asLong();
  }

  private Path jobFile(String name, String bootstrapServers) throws Exception {
    Path policies = directory.resolve(name + "-policies.yaml");
    // No actuator answers here; a time-out on the wall would decide at a different event time in
    // each run.
    Files.writeString(
        policies,
        Files.readString(REPOSITORY.resolve("jobs/policies/shop.yaml"))
            .replace("result_timeout: 2m", "result_timeout: 6h"));
    Path file = directory.resolve(name + ".yaml");
    Files.writeString(
        file,
        """
        name: %s
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
        checkpoints: {interval: 1s}
        parallelism: 2
        seed: 7
        """
            .formatted(
                NAME,
                bootstrapServers,
                REPOSITORY.resolve("models/store").toUri(),
                REPOSITORY.resolve("cep-patterns/patterns"),
                policies));
    return file;
  }
}
