package dev.nightshift.job.operator;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;
import dev.nightshift.detect.Calibration;
import dev.nightshift.detect.Score;
import dev.nightshift.detect.forecast.ForecastRule;
import dev.nightshift.detect.forecast.ForecastSettings;
import dev.nightshift.feature.Aggregation;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.FeatureSet;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.feature.SignalType;
import dev.nightshift.feature.Transform;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Signal;
import java.util.List;
import java.util.Map;

/** Records for the operators' tests. Steps are of 10 s; the model "m" sees two of them. */
public final class Examples {

  public static final long STEP = 10_000;
  public static final Entity ORDERS = Entity.service("demo.shop", "orders");

  /** Memory of orders, which has a limit of 1, looked at every minute. */
  public static final ForecastRule MEMORY_FORECAST =
      new ForecastRule(
          "memory",
          gauge("memory"),
          null,
          1,
          new EntitySelector("*", "*", "*"),
          ForecastSettings.rising(60_000, 4 * 3_600_000));

  private Examples() {}

  /** A model of the feature cpu alone. */
  public static ModelAnnouncement model(String version, Role role) {
    return model(version, role, List.of(gauge("cpu")));
  }

  public static ModelAnnouncement model(
      String version, Role role, List<FeatureDefinition> features) {
    return new ModelAnnouncement(
        "m",
        version,
        role,
        "m/" + version + "/model.onnx",
        "hash-" + version,
        new FeatureSet(
            "m@" + version, new EntitySelector("demo.shop", "*", "*"), STEP, 2, features),
        null);
  }

  /** The same for entities of any size: measured by their own rulers. */
  public static ModelAnnouncement shared(String version, Role role) {
    ModelAnnouncement own = model(version, role);
    FeatureSet set = own.features();
    return new ModelAnnouncement(
        own.name(),
        own.version(),
        own.role(),
        own.path(),
        own.hash(),
        new FeatureSet(
            set.model(), set.selector(), set.stepMillis(), set.window(), set.features(), true),
        null);
  }

  public static ModelAnnouncement retired(String version) {
    return new ModelAnnouncement("m", version, Role.RETIRED, "", "", null, null);
  }

  /** The mean of the metric of that name. */
  public static FeatureDefinition gauge(String name) {
    return new FeatureDefinition(
        name, SignalType.METRIC, name, Map.of(), Aggregation.MEAN, Transform.NONE);
  }

  /** One value of one gauge of orders. */
  public static Signal point(String metric, long timeMillis, double value) {
    return Signal.of(
        new MetricPoint(ORDERS, metric, Map.of(), MetricKind.GAUGE, 0, timeMillis, value, null));
  }

  /** A window for a model, whose manifest knows the names. */
  public static FeatureWindow window(String model, long stepEnd, float... values) {
    return new FeatureWindow(ORDERS, model, stepEnd, 2, values, null);
  }

  /** A window of one step that names its features. */
  public static FeatureWindow named(Entity entity, long stepEnd, float cpu, float memory) {
    return new FeatureWindow(
        entity, "", stepEnd, 1, new float[] {cpu, memory}, new String[] {"cpu", "memory"});
  }

  /** A champion's score whose model says that 1 is high and 2 is very high. */
  public static Score score(long stepEnd, float score) {
    return scoreOfMany(stepEnd, score, new float[0]);
  }

  /** The same of an entity with many features. */
  public static Score scoreOfMany(long stepEnd, float score, float[] values) {
    return new Score(
        ORDERS,
        "m@1",
        true,
        stepEnd,
        STEP,
        score,
        new String[] {"cpu"},
        new float[] {score},
        new float[] {score / 10},
        new Calibration(1f, 0.02f, 0.1f, 0.01f, 1000),
        values);
  }

  public static Anomaly anomaly(String service, AnomalyPhase phase, long at) {
    return Anomaly.newBuilder()
        .setId("a-" + service)
        .setSystem("demo.shop")
        .setEntity("demo.shop/" + service)
        .setPhase(phase)
        .setOnset(at)
        .setUpdated(at)
        .setEnded(phase == AnomalyPhase.ENDED ? at : 0)
        .setPeakAt(at)
        .setPeakScore(4)
        .setThreshold(2)
        .setModel("m@1")
        .setContributions(List.of(new Contribution("memory", 3f, 9e8f, 2e8f)))
        .build();
  }
}
