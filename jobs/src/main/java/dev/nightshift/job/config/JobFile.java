package dev.nightshift.job.config;

import dev.nightshift.config.ConfigException;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.detect.forecast.ForecastRule;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.telemetry.Entity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The job file: all that a user must say about one running Nightshift, in one YAML file.
 *
 * <p>Validated as a whole before anything starts: unknown keys, wrong types, values out of range
 * and paths that do not exist are {@link ConfigException}s with file, line and what was expected.
 * Relative paths are relative to the job file. Secrets never stand here, only references to them.
 *
 * @param name of the job, as the cluster shows it
 * @param forecasts limits whose exhaustion is predicted; none if empty
 * @param patterns files of CEP patterns, or directories of them
 * @param policies where the file of policies is
 * @param control whose word counts
 * @param incidents how incidents are formed and timed
 */
public record JobFile(
    String name,
    KafkaSettings kafka,
    List<SourceSettings> sources,
    EventTimeSettings eventTime,
    ModelSettings models,
    DetectionSettings detection,
    DiagnosisSettings diagnosis,
    List<ForecastRule> forecasts,
    List<URI> patterns,
    URI policies,
    ControlSettings control,
    IncidentSettings incidents,
    FeedbackSettings feedback,
    CheckpointSettings checkpoints,
    int parallelism,
    long seed) {

  /**
   * How far out of order telemetry may be, and when a silent source no longer holds time back.
   *
   * @param maxLead how far a partition is read ahead of the slowest; null for no limit
   * @param openSteps of an entity that may wait for the watermark; what is newer is a dead letter
   */
  public record EventTimeSettings(
      Duration outOfOrderness,
      Duration idleness,
      Duration maxFuture,
      Duration step,
      Duration maxLead,
      int openSteps) {}

  /** Where the samples and labels for training go; null directory for nowhere. */
  public record FeedbackSettings(URI directory) {}

  /** How often the job's state is made durable; Kafka transactions commit at this pace too. */
  public record CheckpointSettings(Duration interval, URI directory) {}

  /**
   * How problems are diagnosed.
   *
   * @param settle how long symptoms may gather before the first diagnosis
   * @param calls between services that are known without spans
   * @param evidence whether services are asked what they see when something is wrong
   */
  public record DiagnosisSettings(Duration settle, DeclaredCalls calls, boolean evidence) {}

  /**
   * Reads and validates a job file.
   *
   * @throws ConfigException if anything in it is wrong
   * @throws IOException if it cannot be read
   */
  public static JobFile load(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(file.toString(), 0, "there is no such job file");
    }
    return parse(file, Files.readString(file));
  }

  /** The same job by other policies. */
  public JobFile withPolicies(URI other) {
    return with(models, other);
  }

  /** The same job with the models of another store. */
  public JobFile withModels(URI store) {
    return with(
        new ModelSettings(
            store, models.poll(), models.promotion(), models.batch(), models.forests()),
        policies);
  }

  private JobFile with(ModelSettings otherModels, URI otherPolicies) {
    return new JobFile(
        name,
        kafka,
        sources,
        eventTime,
        otherModels,
        detection,
        diagnosis,
        forecasts,
        patterns,
        otherPolicies,
        control,
        incidents,
        feedback,
        checkpoints,
        parallelism,
        seed);
  }

  static JobFile parse(Path file, String yaml) {
    ConfigNode root =
        ConfigNode.parse(file.toString(), yaml)
            .allow(
                "name",
                "kafka",
                "sources",
                "event_time",
                "models",
                "detection",
                "diagnosis",
                "forecasts",
                "patterns",
                "policies",
                "incidents",
                "installation",
                "control_keys",
                "feedback",
                "checkpoints",
                "parallelism",
                "seed");
    Path base = file.toAbsolutePath().getParent();
    List<SourceSettings> sources = root.list("sources").stream().map(SourceSettings::read).toList();
    if (sources.isEmpty()) {
      throw root.error("'sources' is missing or empty: name at least one topic with telemetry");
    }
    return new JobFile(
        root.text("name"),
        KafkaSettings.read(root.get("kafka")),
        sources,
        eventTime(root),
        ModelSettings.read(root, base),
        DetectionSettings.read(root),
        diagnosis(root),
        ForecastReader.read(root),
        patterns(root, base),
        present(base, root.get("policies"), "no file", Files::isRegularFile),
        ControlSettings.read(root),
        IncidentSettings.read(
            root.has("incidents") ? root.get("incidents") : empty(root, "incidents")),
        feedback(root, base),
        checkpoints(root, base),
        (int) root.integer("parallelism", 0, 1, 4096),
        root.integer("seed", 1, 0, Long.MAX_VALUE));
  }

  private static EventTimeSettings eventTime(ConfigNode root) {
    ConfigNode node = root.has("event_time") ? root.get("event_time") : empty(root, "event_time");
    node.allow("out_of_orderness", "idleness", "max_future", "step", "max_lead", "open_steps");
    Duration step = node.duration("step", Duration.ofSeconds(10));
    if (step.toMillis() < 1000) {
      throw node.error("'event_time.step' has to be at least 1s");
    }
    return new EventTimeSettings(
        node.duration("out_of_orderness", Duration.ofSeconds(5)),
        node.duration("idleness", Duration.ofSeconds(30)),
        node.duration("max_future", Duration.ofMinutes(10)),
        step,
        node.has("max_lead") ? node.duration("max_lead", step) : null,
        (int) node.integer("open_steps", 720, 2, 1_000_000));
  }

  private static DiagnosisSettings diagnosis(ConfigNode root) {
    if (!root.has("diagnosis")) {
      return new DiagnosisSettings(Duration.ofSeconds(20), DeclaredCalls.NONE, false);
    }
    ConfigNode node = root.get("diagnosis").allow("settle", "calls", "evidence");
    return new DiagnosisSettings(
        node.duration("settle", Duration.ofSeconds(20)), calls(node), node.flag("evidence", false));
  }

  private static DeclaredCalls calls(ConfigNode diagnosis) {
    List<DeclaredCalls.Call> calls = new ArrayList<>();
    for (ConfigNode entry : diagnosis.list("calls")) {
      entry.allow("system", "caller", "callees");
      String system = entry.text("system");
      String caller = Entity.service(system, entry.text("caller")).key();
      for (ConfigNode callee : entry.list("callees")) {
        calls.add(
            new DeclaredCalls.Call(system, caller, Entity.service(system, callee.text()).key()));
      }
    }
    return new DeclaredCalls(calls);
  }

  private static FeedbackSettings feedback(ConfigNode root, Path base) {
    if (!root.has("feedback")) {
      return new FeedbackSettings(null);
    }
    ConfigNode node = root.get("feedback").allow("directory");
    return new FeedbackSettings(location(base, node.get("directory")));
  }

  private static CheckpointSettings checkpoints(ConfigNode root, Path base) {
    if (!root.has("checkpoints")) {
      return new CheckpointSettings(Duration.ofSeconds(10), null);
    }
    ConfigNode node = root.get("checkpoints").allow("interval", "directory");
    return new CheckpointSettings(
        node.duration("interval", Duration.ofSeconds(10)),
        node.has("directory") ? location(base, node.get("directory")) : null);
  }

  /** A directory or object-store prefix; a plain path is relative to the job file. */
  static URI location(Path base, ConfigNode node) {
    String text = node.text();
    try {
      return text.matches("[a-z][a-z0-9+.-]*:.*")
          ? URI.create(text)
          : base.resolve(text).normalize().toUri();
    } catch (IllegalArgumentException e) {
      throw node.error("expected a directory or a URI: " + e.getMessage());
    }
  }

  private static List<URI> patterns(ConfigNode root, Path base) {
    List<URI> locations = new ArrayList<>();
    for (ConfigNode entry : root.list("patterns")) {
      locations.add(present(base, entry, "neither a file nor a directory", Files::exists));
    }
    return locations;
  }

  /** Local ones have to be there; whether others are shows when they are read. */
  private static URI present(Path base, ConfigNode node, String otherwise, Predicate<Path> there) {
    URI location = location(base, node);
    if ("file".equals(location.getScheme()) && !there.test(Path.of(location))) {
      throw node.error("there is " + otherwise + " " + Path.of(location));
    }
    return location;
  }

  static ConfigNode empty(ConfigNode near, String key) {
    return ConfigNode.parse(near.file(), key + ": {}").get(key);
  }
}
