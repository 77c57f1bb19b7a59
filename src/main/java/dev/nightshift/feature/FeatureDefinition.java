package dev.nightshift.feature;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;

/**
 * One number per entity and step, and what it is made from.
 *
 * @param name unique within a model; what people see
 * @param metric name of the metric for {@link SignalType#METRIC}; for spans the {@code SpanKind} to
 *     count ({@code SERVER}, {@code CLIENT}) or empty for all that enter the entity (server and
 *     consumer); empty for logs
 * @param attributes the data point's attributes that must be present and equal; empty for all
 */
public record FeatureDefinition(
    String name,
    SignalType signal,
    String metric,
    Map<String, String> attributes,
    Aggregation aggregation,
    Transform transform)
    implements Serializable {

  public FeatureDefinition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(aggregation, "aggregation");
    metric = metric == null ? "" : metric;
    attributes = attributes == null ? Map.of() : attributes;
    transform = transform == null ? Transform.NONE : transform;
  }

  /**
   * Whether a value stands for a state that lasts until the next one, and not for what happened in
   * one step.
   */
  boolean isLevel() {
    return signal == SignalType.METRIC
        && aggregation != Aggregation.COUNT
        && aggregation != Aggregation.INCREASE;
  }
}
