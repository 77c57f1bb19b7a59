package dev.nightshift.job.operator;

import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.detect.Score;
import dev.nightshift.learn.ChallengerComparison;
import dev.nightshift.learn.ComparedScores;
import dev.nightshift.learn.ScoreComparer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Compares champion and challenger on each entity that both score. Keyed by entity; only entities
 * with two models come here. The comparison is {@link ScoreComparer}'s.
 */
public final class ChallengeFunction
    extends KeyedCoProcessFunction<String, Score, FeedbackLabel, ChallengerComparison> {

  private static final long serialVersionUID = 1L;

  private final DetectorOptions options;
  private transient ScoreComparer comparer;
  private transient ValueState<ComparedScores> state;

  public ChallengeFunction(DetectorOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    comparer = new ScoreComparer(options.settings().threshold());
    ValueStateDescriptor<ComparedScores> descriptor =
        new ValueStateDescriptor<>("compared", ComparedScores.class);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(options.retention()).build());
    state = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement1(Score score, Context context, Collector<ChallengerComparison> out)
      throws Exception {
    ComparedScores known = state.value();
    ComparedScores scores = known == null ? new ComparedScores() : known;
    comparer.accept(scores, score).ifPresent(out::collect);
    state.update(scores);
  }

  @Override
  public void processElement2(
      FeedbackLabel label, Context context, Collector<ChallengerComparison> out) throws Exception {
    ComparedScores scores = state.value();
    if (scores != null) {
      comparer
          .label(scores, label.getLabel(), label.getFrom(), label.getTo())
          .ifPresent(out::collect);
    }
  }
}
