package dev.nightshift.feature;

/** The value of one feature in one step, before its transform. NaN for missing. Pure. */
final class StepEvaluator {

  private StepEvaluator() {}

  static double evaluate(FeatureDefinition definition, StepView step) {
    return switch (definition.signal()) {
      case METRIC ->
          MetricEvaluator.evaluate(definition, step.series(definition.metric()), step.seconds);
      case SPAN -> spans(definition.aggregation(), step.spans(definition.metric()), step.seconds);
      case LOG -> step.logs() ? logs(definition.aggregation(), step) : Double.NaN;
    };
  }

  private static double spans(Aggregation aggregation, SpanAccumulator spans, double seconds) {
    if (spans == null) {
      return Double.NaN;
    }
    boolean none = spans.count == 0;
    return switch (aggregation) {
      case RATE -> spans.count / seconds;
      case COUNT, INCREASE -> spans.count;
      case ERROR_RATE -> spans.errors / seconds;
      case ERROR_RATIO -> none ? Double.NaN : (double) spans.errors / spans.count;
      case MEAN -> none ? Double.NaN : spans.sum / spans.count;
      case MIN -> none ? Double.NaN : spans.min;
      case MAX -> none ? Double.NaN : spans.max;
      case LAST -> none ? Double.NaN : spans.last;
      case SUM -> spans.sum;
      case P50 -> spans.durations.quantile(0.50);
      case P90 -> spans.durations.quantile(0.90);
      case P95 -> spans.durations.quantile(0.95);
      case P99 -> spans.durations.quantile(0.99);
      case NEW_TEMPLATES -> Double.NaN;
    };
  }

  private static double logs(Aggregation aggregation, StepView step) {
    StepData data = step.data;
    return switch (aggregation) {
      case RATE -> data.logs / step.seconds;
      case COUNT, SUM, INCREASE -> data.logs;
      case ERROR_RATE -> data.logErrors / step.seconds;
      case ERROR_RATIO -> data.logs == 0 ? Double.NaN : (double) data.logErrors / data.logs;
      case NEW_TEMPLATES -> data.newTemplates;
      case MEAN, MIN, MAX, LAST, P50, P90, P95, P99 -> Double.NaN;
    };
  }
}
