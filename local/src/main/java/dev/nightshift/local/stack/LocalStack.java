package dev.nightshift.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightshift.job.NightshiftJob;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.job.config.SourceSettings;
import dev.nightshift.job.projection.DatabaseMigration;
import dev.nightshift.job.projection.ProjectionJob;
import dev.nightshift.job.projection.ProjectionSettings;
import dev.nightshift.local.runtime.Await;
import dev.nightshift.local.runtime.EmbeddedDatabase;
import dev.nightshift.local.runtime.EmbeddedKafka;
import dev.nightshift.local.runtime.FlinkRest;
import dev.nightshift.local.runtime.LocalCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, database and Flink cluster inside this process, and Nightshift's jobs on them. The code
 * paths are those of a real installation; only the addresses differ.
 */
public final class LocalStack implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);
  private static final int PARTITIONS = 2;
  private static final int CONNECT_ATTEMPTS = 10;
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final EmbeddedKafka kafka;
  private final EmbeddedDatabase database;
  private final LocalCluster cluster;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private LocalStack(EmbeddedKafka kafka, EmbeddedDatabase database, LocalCluster cluster) {
    this.kafka = kafka;
    this.database = database;
    this.cluster = cluster;
  }

  /**
   * Starts broker, database and cluster.
   *
   * @param kafkaPort 0 for any free one; so the others
   * @param flinkConf directory with the cluster's configuration
   * @param slots of the cluster
   */
  public static LocalStack start(
      StackLayout layout, int kafkaPort, int databasePort, int webPort, Path flinkConf, int slots)
      throws IOException, SQLException {
    Deque<AutoCloseable> started = new ArrayDeque<>();
    try {
      EmbeddedKafka kafka = EmbeddedKafka.start(layout.kafka(), kafkaPort);
      started.push(kafka);
      EmbeddedDatabase database = EmbeddedDatabase.start(layout.database(), databasePort);
      started.push(database);
      DatabaseMigration.migrate(database.jdbcUrl(), database.user(), "", CONNECT_ATTEMPTS);
      Configuration configuration = LocalCluster.configuration(flinkConf, layout.flink());
      LocalCluster cluster = LocalCluster.start(configuration, webPort, slots);
      started.push(cluster);
      LocalStack stack = new LocalStack(kafka, database, cluster);
      stack.running.addAll(started);
      return stack;
    } catch (IOException | SQLException | RuntimeException e) {
      closeAll(started);
      throw e;
    }
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public EmbeddedDatabase database() {
    return database;
  }

  /** Flink's web page. */
  public URI webPage() {
    return cluster.address();
  }

  /** Makes the topics that a job reads and writes. */
  public void createTopics(JobFile job) throws IOException, InterruptedException {
    Map<String, Integer> topics = new HashMap<>();
    for (SourceSettings source : job.sources()) {
      topics.put(source.topic(), PARTITIONS);
    }
    job.kafka().topics().all().forEach(topic -> topics.put(topic, 1));
    kafka.createTopics(topics);
  }

  /** Submits the deciding job and the projection; returns when all tasks of both run. */
  public void submit(JobFile job) throws Exception {
    StreamExecutionEnvironment deciding = cluster.environment();
    NightshiftJob.build(deciding, job);
    JobClient decidingJob = deciding.executeAsync(job.name());
    StreamExecutionEnvironment projecting = cluster.environment();
    ProjectionJob.build(
        projecting,
        ProjectionSettings.of(
            job.kafka().at(kafka.bootstrapServers()), database.jdbcUrl(), database.user(), ""));
    JobClient projectingJob = projecting.executeAsync(ProjectionJob.NAME);
    FlinkRest rest = new FlinkRest(cluster.address());
    for (JobClient client : new JobClient[] {decidingJob, projectingJob}) {
      Await.until(
          "all tasks of " + client.getJobID() + " run",
          START_LIMIT,
          () -> {
            requireHealthy(rest, client);
            return rest.allTasksRun(client.getJobID().toString());
          });
    }
  }

  /** A job that restarts while it is being started will not get better by waiting. */
  private static void requireHealthy(FlinkRest rest, JobClient client) throws IOException {
    JsonNode failure =
        rest.get("/jobs/" + client.getJobID() + "/exceptions").path("root-exception");
    if (!failure.isMissingNode() && !failure.isNull() && !failure.asText().isEmpty()) {
      throw new IOException(
          "a job fails as it starts: " + failure.asText().lines().findFirst().get());
    }
  }

  /** Something else to stop before broker, database and cluster: the actuator, a simulation. */
  public <T extends AutoCloseable> T alongside(T part) {
    running.push(part);
    return part;
  }

  @Override
  public void close() {
    closeAll(running);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) { // AutoCloseable declares nothing narrower
        LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
