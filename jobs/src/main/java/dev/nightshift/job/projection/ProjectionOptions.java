package dev.nightshift.job.projection;

import dev.nightshift.job.config.KafkaSettings;
import dev.nightshift.job.config.KafkaSettings.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The projection's command line. */
@Command(
    name = "projection",
    description = "Keeps the incident database up to date with Nightshift's topics.")
final class ProjectionOptions {

  static final String PASSWORD_VARIABLE = "NIGHTSHIFT_DB_PASSWORD";

  @Option(names = "--bootstrap-servers", required = true, paramLabel = "HOST:PORT")
  private String bootstrapServers;

  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description = "Further Kafka client properties, for example for TLS and SASL.")
  private Path kafkaProperties;

  @Option(names = "--topic-prefix", defaultValue = Topics.DEFAULT_PREFIX)
  private String topicPrefix;

  @Option(
      names = "--topic",
      paramLabel = "KEY=NAME",
      description = "A topic of another name, by its key under kafka.topics of a job file.")
  private Map<String, String> topics = new LinkedHashMap<>();

  @Option(names = "--group-id", defaultValue = ProjectionSettings.DEFAULT_GROUP)
  private String groupId;

  @Option(names = "--jdbc-url", required = true, paramLabel = "jdbc:postgresql://HOST/DB")
  private String jdbcUrl;

  @Option(names = "--user", defaultValue = "nightshift")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds the database password; otherwise it is taken from " + PASSWORD_VARIABLE)
  private Path passwordFile;

  @Option(
      names = "--from-beginning",
      description = "Read all topics again; rows that are newer in the database stay.")
  private boolean fromBeginning;

  @Option(names = "--no-migrate", description = "Leave the schema as it is.")
  private boolean noMigrate;

  @Option(names = "--parallelism", defaultValue = "1")
  private int parallelism;

  private ProjectionOptions() {}

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if they are wrong, with the usage
   */
  static ProjectionOptions parse(String... args) {
    ProjectionOptions options = new ProjectionOptions();
    CommandLine commandLine = new CommandLine(options);
    try {
      commandLine.parseArgs(args);
    } catch (CommandLine.ParameterException e) {
      throw new IllegalArgumentException(
          e.getMessage() + System.lineSeparator() + commandLine.getUsageMessage(), e);
    }
    return options;
  }

  boolean migrate() {
    return !noMigrate;
  }

  /**
   * The settings.
   *
   * @param environment where the password stands unless a file holds it
   * @throws IOException if a file cannot be read
   */
  ProjectionSettings settings(Map<String, String> environment) throws IOException {
    return new ProjectionSettings(
        new KafkaSettings(
            bootstrapServers,
            kafkaProperties == null ? Map.of() : KafkaSettings.readProperties(kafkaProperties),
            Topics.withPrefix(topicPrefix).with(topics)),
        groupId,
        jdbcUrl,
        user,
        passwordFile == null
            ? environment.getOrDefault(PASSWORD_VARIABLE, "")
            : Files.readString(passwordFile).strip(),
        fromBeginning,
        parallelism);
  }
}
