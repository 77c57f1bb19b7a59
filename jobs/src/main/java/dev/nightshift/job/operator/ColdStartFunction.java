package dev.nightshift.job.operator;

import dev.nightshift.detect.ColdStartScorer;
import dev.nightshift.detect.ForestState;
import dev.nightshift.detect.RobustState;
import dev.nightshift.detect.Score;
import dev.nightshift.detect.univariate.UnivariateState;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.serde.ForestSerializer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Scores entities that no model covers, without training. Keyed by entity. A bounded number of
 * entities per task gets a random cut forest or, with a single feature, the detector for one
 * series; the others robust statistics.
 */
public final class ColdStartFunction extends KeyedProcessFunction<String, FeatureWindow, Score> {

  private static final long serialVersionUID = 1L;

  private final FeatureOptions features;
  private final int maxForests;
  private final long seed;
  private transient ColdStartScorer scorer;
  private transient ValueState<RobustState> statistics;
  private transient ValueState<ForestState> forests;
  private transient ValueState<UnivariateState> series;
  private transient int forestCount;

  /**
   * @param maxForests heavy states, forests and single series, made by one task since it started;
   *     those that a checkpoint brings along are kept on top
   */
  public ColdStartFunction(FeatureOptions features, int maxForests, long seed) {
    this.features = features;
    this.maxForests = maxForests;
    this.seed = seed;
  }

  @Override
  public void open(OpenContext context) {
    scorer = new ColdStartScorer(seed);
    StateTtlConfig retention = StateTtlConfig.newBuilder(features.retention()).build();
    ValueStateDescriptor<RobustState> robust =
        new ValueStateDescriptor<>("statistics", RobustState.class);
    robust.enableTimeToLive(retention);
    statistics = getRuntimeContext().getState(robust);
    ValueStateDescriptor<UnivariateState> single =
        new ValueStateDescriptor<>("series", UnivariateState.class);
    single.enableTimeToLive(retention);
    series = getRuntimeContext().getState(single);
    forests =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("forest", ForestSerializer.INSTANCE));
    getRuntimeContext().getMetricGroup().gauge("forests", (Gauge<Integer>) () -> forestCount);
  }

  @Override
  public void processElement(FeatureWindow window, Context context, Collector<Score> out)
      throws Exception {
    if (window.features() == 0) {
      return;
    }
    if (window.features() == 1 && scoreSeries(window, out)) {
      return;
    }
    scoreFeatures(window, out);
  }

  /** Whether this entity has, or gets, the detector for one series. */
  private boolean scoreSeries(FeatureWindow window, Collector<Score> out) throws Exception {
    UnivariateState known = series.value();
    if (known == null && (forestCount >= maxForests || forests.value() != null)) {
      return false;
    }
    if (known == null) {
      known = new UnivariateState();
      forestCount++;
    }
    scorer.scoreSeries(window, features.stepMillis(), known).ifPresent(out::collect);
    series.update(known);
    return true;
  }

  private void scoreFeatures(FeatureWindow window, Collector<Score> out) throws Exception {
    RobustState known = statistics.value();
    RobustState running = known == null ? new RobustState() : known;
    ForestState forest = forests.value();
    if (forest == null ? forestCount < maxForests : forest.features() != window.features()) {
      forestCount += forest == null ? 1 : 0;
      forest = scorer.newForest(window);
    }
    scorer.score(window, features.stepMillis(), running, forest).ifPresent(out::collect);
    statistics.update(running);
    if (forest != null) {
      forests.update(forest);
    }
  }
}
