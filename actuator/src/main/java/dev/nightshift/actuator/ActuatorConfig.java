package dev.nightshift.actuator;

import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.notify.NotifySettings;
import dev.nightshift.remedy.ControlKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All that the actuator needs to know; {@code actuator.yaml} documents each key.
 *
 * @param mode how far it may go
 * @param requestMaxAge a request decided longer ago is refused
 * @param lease a claim whose owner has been silent for so long is taken over by another actuator
 * @param workers actions that this process runs at once
 * @param shutdownGrace how long a closing actuator waits for running actions
 * @param httpPort port of metrics and health; empty for none, 0 for any free one
 * @param providers the sections of providers that the file has, by name
 * @param notifications who is told of incidents, if anybody is
 * @param control who may halt and resume
 * @param retention how long a finished action stays in the ledger
 */
public record ActuatorConfig(
    Mode mode,
    Duration requestMaxAge,
    Duration lease,
    int workers,
    Duration shutdownGrace,
    Optional<Integer> httpPort,
    Kafka kafka,
    Database database,
    Map<String, ProviderSettings> providers,
    Optional<NotifySettings> notifications,
    Control control,
    Duration retention,
    Limits limits,
    Map<String, ActionRule> actions) {

  public ActuatorConfig {
    providers = Map.copyOf(providers);
    actions = Map.copyOf(actions);
  }

  /**
   * Kafka addresses.
   *
   * @param properties further client properties (security), for consumers and producer alike
   */
  public record Kafka(
      String bootstrap,
      String group,
      String requests,
      String results,
      String control,
      String deadLetters,
      Map<String, Secret> properties) {

    public Kafka {
      properties = Map.copyOf(properties);
    }
  }

  /** The ledger's database: a JDBC address of PostgreSQL, without credentials in it. */
  public record Database(String url, String user, Secret password) {}

  /**
   * Who may halt and resume.
   *
   * @param installation the name that messages have to be signed for; empty for none
   * @param window how far a message's own time may lie from its arrival, either way
   */
  public record Control(String installation, Duration window, List<ControlKey> keys) {

    public Control {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Limits across all actions.
   *
   * @param maxConcurrent claimed or executing at once
   * @param maxConcurrentPerSystem the same within one system
   * @param maxPerHour in an hour
   * @param maxPerTargetAndHour at one target in an hour, whatever the action
   */
  public record Limits(
      int maxConcurrent, int maxConcurrentPerSystem, int maxPerHour, int maxPerTargetAndHour) {}

  /**
   * Reads a configuration file; secrets come from the process's environment and from files.
   *
   * @throws dev.nightshift.config.ConfigException if it is wrong, naming file and line
   * @throws IOException if it cannot be read
   */
  public static ActuatorConfig read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file), System::getenv);
  }

  /**
   * Parses a configuration.
   *
   * @param file name for error messages
   * @param environment gives an environment variable's value, or null
   * @throws dev.nightshift.config.ConfigException if it is wrong, naming file and line
   */
  public static ActuatorConfig parse(String file, String yaml, UnaryOperator<String> environment) {
    return new ConfigReader(environment).read(file, yaml);
  }
}
