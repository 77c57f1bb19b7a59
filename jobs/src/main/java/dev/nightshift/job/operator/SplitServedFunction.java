package dev.nightshift.job.operator;

import dev.nightshift.detect.Score;
import dev.nightshift.job.serde.Outputs;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sends what came back from served models where the scores and windows of {@link ScoringOperator}
 * go.
 */
public final class SplitServedFunction extends ProcessFunction<ServedResult, Score> {

  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(ServedResult result, Context context, Collector<Score> out) {
    if (result.score() != null) {
      out.collect(result.score());
      if (result.compared()) {
        context.output(Outputs.COMPARED, result.score());
      }
    } else if (result.unscored().champion()) {
      // The champion scores the same step that a challenger's server did not.
      context.output(ScoringOperator.UNSCORED, result.unscored());
    }
  }
}
