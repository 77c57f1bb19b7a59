package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.feature.Aggregation;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.SignalType;
import dev.nightshift.training.Series.StepKind;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What chosen transforms gain, from history to detection. */
class TransformedTrainingTest {

  private static final long STEP = 10_000;
  private static final int NORMAL = 800;
  private static final List<String> NAMES = List.of("load", "requests", "queue");

  /** Where faults begin in a history that is judged. */
  private static final int ONSET = 240;

  @Test
  void aCounterAndAHeavyTailAreTransformedNamedAndTellMore() throws Exception {
    TrainingResult transformed = train(Aggregation.MEAN);
    // Counts of a step keep their values: what the same data were without.
    TrainingResult plain = train(Aggregation.COUNT);

    assertThat(transformed.candidate().manifest().graphTransforms())
        .isEqualTo(Map.of("requests", "counter", "queue", "logarithm"));
    assertThat(TrainingReport.text(transformed)).contains("requests: counter", "queue: logarithm");
    assertThat(plain.candidate().manifest().graphTransforms()).isEmpty();

    Series judged = history(300, 9, 5e5, ONSET);
    assertThat(separation(transformed, judged)).isGreaterThan(0.95);
    assertThat(separation(plain, judged)).isLessThan(0.9);
  }

  private static double separation(TrainingResult result, Series judged) throws Exception {
    IdentityHashMap<Series, Long> cuts = new IdentityHashMap<>();
    cuts.put(judged, 0L);
    return Evaluation.of(result.candidate(), List.of(judged), cuts, 1e-3).separation();
  }

  private static TrainingResult train(Aggregation aggregation) throws TrainingException {
    List<FeatureDefinition> features =
        NAMES.stream()
            .map(
                name ->
                    new FeatureDefinition(
                        name, SignalType.METRIC, name, Map.of(), aggregation, null))
            .toList();
    return Trainer.train(
        TrainingRequest.of(
                "orders",
                "1",
                new EntitySelector("demo.shop", "orders", "*"),
                features,
                List.of(history(NORMAL, 4, 0, NORMAL)))
            .withOptions(TrainingOptions.defaults().withMaxEpochs(3)));
  }

  /**
   * A load that swings, requests that are counted, and a queue whose length has a heavy tail. From
   * the onset on requests come three times as fast.
   */
  private static Series history(int steps, long seed, double counted, int onset) {
    Random random = new Random(seed);
    long[] ends = new long[steps];
    float[][] values = new float[steps][];
    StepKind[] kinds = new StepKind[steps];
    Arrays.fill(kinds, StepKind.NORMAL);
    double counter = counted;
    for (int i = 0; i < steps; i++) {
      double load = 50 + 20 * Math.sin(i / 30.0) + random.nextGaussian();
      counter += (i >= onset ? 30 : 10) * load;
      ends[i] = 1_700_000_000_000L + i * STEP;
      kinds[i] = i >= onset ? StepKind.ANOMALY : StepKind.NORMAL;
      values[i] =
          new float[] {
            (float) load, (float) counter, (float) Math.exp(2.2 * random.nextGaussian())
          };
    }
    return new Series(SyntheticService.ENTITY, STEP, NAMES, ends, values, kinds);
  }
}
