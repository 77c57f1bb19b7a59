package dev.nightshift.job.operator;

import dev.nightshift.detect.ColdStartScorer;
import dev.nightshift.detect.ForestState;
import dev.nightshift.detect.RobustState;
import dev.nightshift.detect.Score;
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
 * entities per task gets a random cut forest, the others robust statistics.
 */
public final class ColdStartFunction extends KeyedProcessFunction<String, FeatureWindow, Score> {

  private static final long serialVersionUID = 1L;

  private final FeatureOptions features;
  private final int maxForests;
  private final long seed;
  private transient ColdStartScorer scorer;
  private transient ValueState<RobustState> statistics;
  private transient ValueState<ForestState> forests;
  private transient int forestCount;

  /**
   * @param maxForests made by one task since it started; those that a checkpoint brings along are
   *     kept on top
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
