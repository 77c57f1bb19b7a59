package dev.nightshift.job.projection;

import dev.nightshift.job.config.KafkaSettings.Topics;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the incident database up to date with the topics.
 *
 * <p>Offsets are committed with each checkpoint, after the rows before them are in the database: a
 * record may be written twice, which changes nothing, and is never left out. To rebuild the
 * database, point the job at an empty one with {@code --from-beginning}.
 */
public final class ProjectionJob {

  /** Name of the job in Flink. */
  public static final String NAME = "nightshift-projection";

  private static final int MIGRATION_ATTEMPTS = 8;
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionJob.class);

  private ProjectionJob() {}

  /** Migrates the database, then runs the job. Arguments: see {@link ProjectionOptions}. */
  public static void main(String[] args) throws Exception {
    ProjectionOptions options = ProjectionOptions.parse(args);
    ProjectionSettings settings = options.settings(System.getenv());
    if (options.migrate()) {
      DatabaseMigration.migrate(
          settings.jdbcUrl(), settings.user(), settings.password(), MIGRATION_ATTEMPTS);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    build(env, settings);
    env.execute(NAME);
  }

  /**
   * Adds the whole job to an environment; the caller has migrated the database ({@link
   * DatabaseMigration}) and executes. What the environment's configuration leaves open about
   * checkpoints and restarts is filled in.
   */
  public static void build(StreamExecutionEnvironment env, ProjectionSettings settings) {
    LOG.info("Projection: {}", settings);
    configure(env);
    env.setParallelism(settings.parallelism());
    KafkaTopics kafka = new KafkaTopics(env, settings);
    Topics topics = settings.kafka().topics();
    ProjectionTopology.Outputs rows =
        ProjectionTopology.build(
            new ProjectionTopology.Inputs(
                kafka.read(topics.incidents(), Uids.INCIDENTS),
                kafka.read(topics.anomalies(), Uids.ANOMALIES),
                kafka.read(topics.requests(), Uids.REQUESTS),
                kafka.read(topics.results(), Uids.RESULTS),
                kafka.read(topics.feedback(), Uids.FEEDBACK),
                kafka.read(topics.models(), Uids.MODELS),
                kafka.read(topics.automation(), Uids.AUTOMATION),
                kafka.read(topics.notifications(), Uids.NOTIFICATIONS),
                kafka.read(topics.policies(), Uids.POLICIES)),
            topics);
    DatabaseTables tables = new DatabaseTables(settings);
    tables.write(rows);
    tables.append(kafka.readForAudit(new AuditDeserializer(topics)));
    kafka.writeDeadLetters(rows.deadLetters());
  }

  static void configure(StreamExecutionEnvironment env) {
    Configuration added = new Configuration();
    added.set(PipelineOptions.GENERIC_TYPES, false);
    added.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    fill(env, added, CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(5));
    // An outage of the database may last: try for ever, twice a minute in the end.
    fill(env, added, RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    fill(
        env,
        added,
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofSeconds(1));
    fill(
        env,
        added,
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    env.configure(added, ProjectionJob.class.getClassLoader());
  }

  private static <T> void fill(
      StreamExecutionEnvironment env, Configuration added, ConfigOption<T> option, T value) {
    if (env.getConfiguration().getOptional(option).isEmpty()) {
      added.set(option, value);
    }
  }
}
