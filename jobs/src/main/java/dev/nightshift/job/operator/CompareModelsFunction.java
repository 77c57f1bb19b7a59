package dev.nightshift.job.operator;

import dev.nightshift.contract.ModelReport;
import dev.nightshift.learn.ChallengerComparison;
import dev.nightshift.learn.ComparisonTotals;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sums the comparisons of all entities, by model name, and reports the sums at the end of every
 * minute of event time that changed them.
 */
public final class CompareModelsFunction
    extends KeyedProcessFunction<String, ChallengerComparison, ModelReport> {

  private static final long serialVersionUID = 1L;

  private transient ValueState<ComparisonTotals> state;

  /** The key of a comparison: the name that both models share. */
  public static String modelOf(ChallengerComparison comparison) {
    return comparison.champion.substring(0, comparison.champion.lastIndexOf('@'));
  }

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext().getState(new ValueStateDescriptor<>("totals", ComparisonTotals.class));
  }

  @Override
  public void processElement(
      ChallengerComparison comparison, Context context, Collector<ModelReport> out)
      throws Exception {
    ComparisonTotals known = state.value();
    ComparisonTotals totals = known == null ? new ComparisonTotals() : known;
    // People label by the wall clock, which may be far from event time: labels count from now on.
    long now = context.timerService().currentWatermark() + 1;
    boolean isLabel = comparison.windows == 0;
    long at = isLabel ? now : Math.max(context.timestamp(), now);
    context.timerService().registerEventTimeTimer(totals.add(comparison, at));
    state.update(totals);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<ModelReport> out)
      throws Exception {
    ComparisonTotals totals = state.value();
    if (totals != null) {
      totals.close(context.getCurrentKey(), time).forEach(out::collect);
      state.update(totals);
    }
  }
}
