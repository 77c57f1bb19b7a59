package dev.nightshift.job;

import dev.nightshift.config.ConfigException;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.incident.Conduct;
import dev.nightshift.job.config.ControlSettings;
import dev.nightshift.job.config.DetectionSettings;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.job.config.ModelSettings;
import dev.nightshift.job.file.TextFiles;
import dev.nightshift.job.model.FlinkModelFiles;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelRoster;
import dev.nightshift.job.model.StoreScorers;
import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.job.operator.FeatureOptions;
import dev.nightshift.job.operator.IncidentOptions;
import dev.nightshift.job.pattern.PatternFiles;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.ModelStore;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.patterns.PatternRoster;
import dev.nightshift.remedy.PolicyFile;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The settings of the topology as a job file gives them. What the file names is read and checked
 * here, where a person reads what is wrong, and not on a task manager.
 */
public final class TopologySettings {

  /** State of an entity that says nothing for so long is forgotten. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private TopologySettings() {}

  /**
   * The settings of one job.
   *
   * @param conduct whether its decisions are carried out
   * @param models told of each model that is loaded or refused; a running job publishes it again
   * @throws ConfigException if the policies are wrong
   * @throws IOException if policies or models cannot be read
   */
  public static NightshiftTopology.Settings of(
      JobFile job, PatternLibrary patterns, Conduct conduct, Consumer<ModelStatus> models)
      throws IOException {
    DetectionSettings detection = job.detection();
    IncidentOptions incidents =
        new IncidentOptions(
            TextFiles.name(job.policies()), policies(job.policies()), job.incidents(), conduct);
    incidents.machine();
    return new NightshiftTopology.Settings(
        new FeatureOptions(
            job.eventTime().step().toMillis(),
            job.eventTime().openSteps(),
            job.feedback().directory() != null,
            RETENTION,
            job.forecasts()),
        new DetectorOptions(
            detection.alarmRate(), detection.minSteps(), detection.quietSteps(), RETENTION),
        modelsInForce(job.models(), models),
        new StoreScorers(job.models().store()),
        job.models().batch(),
        job.models().forests(),
        job.diagnosis().settle().toMillis(),
        job.diagnosis().calls(),
        job.diagnosis().evidence(),
        patterns,
        // Nobody speaks to a recording: a backtest needs no secrets.
        conduct.imagined() ? ControlSettings.NOBODY : job.control(),
        incidents,
        job.seed());
  }

  private static String policies(URI location) throws IOException {
    try {
      return TextFiles.read(location, PolicyFile.MAX_BYTES);
    } catch (IOException e) {
      throw new IOException("the policies " + location + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * A running job refuses a bad pattern and goes on; one that is being started can still be mended.
   *
   * @throws ConfigException if any cannot be read or compiled
   */
  public static PatternRoster.Look patterns(List<URI> locations) {
    List<String> mistakes = new ArrayList<>();
    PatternRoster.Look look =
        PatternFiles.look(
            locations, (location, reason) -> mistakes.add(location + " cannot be read: " + reason));
    mistakes.addAll(PatternLibrary.load(look.files()).refused());
    if (!mistakes.isEmpty()) {
      throw new ConfigException("patterns", 0, String.join("\n", mistakes));
    }
    return look;
  }

  /** What the store holds now, so that the first signal is scored by a model already. */
  private static List<ModelAnnouncement> modelsInForce(
      ModelSettings models, Consumer<ModelStatus> told) throws IOException {
    if (models.store() == null) {
      return List.of();
    }
    ModelRoster roster =
        new ModelRoster(
            new ModelStore(new FlinkModelFiles(models.store())),
            models.promotion(),
            Clock.systemUTC());
    return roster.refresh(new ModelCatalog(), told);
  }
}
