package dev.nightshift.detect.forecast;

import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.FeatureSet;
import java.io.Serializable;
import java.util.List;

/**
 * A limit that somebody declared, and whose exhaustion is to be predicted.
 *
 * @param name unique; says in fault types and titles what runs out: {@code memory}, {@code disk}
 * @param feature what runs out
 * @param capacity feature that is its limit; null if the limit is fixed
 * @param limit in the feature's unit; NaN with a capacity
 */
public record ForecastRule(
    String name,
    FeatureDefinition feature,
    FeatureDefinition capacity,
    float limit,
    EntitySelector entities,
    ForecastSettings settings)
    implements Serializable {

  private static final String PREFIX = "forecast:";

  /** What it is called in diagnoses and policies. */
  public String faultType() {
    return name + "_exhaustion";
  }

  /** Name of its features' windows, and of its anomalies' model. */
  public String id() {
    return PREFIX + name;
  }

  /** Whether windows with this model name are a forecast's. */
  public static boolean isForecast(String model) {
    return model.startsWith(PREFIX);
  }

  /** What it asks of feature assembly: the value, then the limit if that is a feature too. */
  public FeatureSet featureSet() {
    return new FeatureSet(
        id(),
        entities,
        settings.stepMillis(),
        1,
        capacity == null ? List.of(feature) : List.of(feature, capacity));
  }
}
