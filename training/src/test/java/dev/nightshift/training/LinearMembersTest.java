package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.nightshift.feature.Aggregation;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.SignalType;
import dev.nightshift.feature.Transform;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearMembersTest {

  private static final int STEPS = 8;
  private static final int LOAD = 0;
  private static final int FOLLOWER = 1;
  private static final int COPY = 2;
  private static final int BURSTY = 3;
  private static final int CONSTANT = 4;
  private static final int FEATURES = 5;

  private static ScoreDefinition fitted;

  @BeforeAll
  static void fit() {
    fitted = fit(history(3000, 1, 0), STEPS);
  }

  @Test
  void blamesTheFeatureThatLeavesTheOthersThoughItsValueIsUsual() {
    float[] window = window(history(100, 9, 0), 60);
    float usual = score(window);
    float load = window[(STEPS - 1) * FEATURES + LOAD];
    float[] broken = window.clone();
    broken[(STEPS - 1) * FEATURES + FOLLOWER] = load > 50 ? 60 : 140;
    assertThat(score(broken)).isGreaterThan(usual + 1);
    assertThat(largest(errors(fitted, broken).regression())).isEqualTo(FOLLOWER);
  }

  @Test
  void countsABurstForLessWhereBurstsAreUsual() {
    float[] window = window(history(100, 9, 0), 60);
    float[] burst = window.clone();
    burst[(STEPS - 1) * FEATURES + BURSTY] += 50;
    float[] moved = window.clone();
    moved[(STEPS - 1) * FEATURES + CONSTANT] += 50;
    assertThat(score(burst)).isLessThan(score(moved));
  }

  @Test
  void aMissingValueIsNoErrorOfItsOwnAndAnEmptyWindowHasAScore() {
    float[] window = window(history(100, 9, 0), 60);
    float usual = score(window);
    window[(STEPS - 1) * FEATURES + COPY] = Float.NaN;
    assertThat(errors(fitted, window).regression()[COPY]).isLessThan(0.5f);
    assertThat(score(window)).isLessThan(usual + 1);
    float[] empty = new float[STEPS * FEATURES];
    Arrays.fill(empty, Float.NaN);
    assertThat(score(empty)).isZero();
  }

  @Test
  void stillTellsFaultsAfterAHistoryWithFaultsInIt() {
    ScoreDefinition contaminated = fit(history(3000, 1, 60), STEPS);
    float[][] fresh = history(600, 33, 0);
    float[] normal = new float[500];
    int above = 0;
    for (int i = 0; i < normal.length; i++) {
      normal[i] = score(contaminated, window(fresh, i + STEPS));
    }
    Arrays.sort(normal);
    for (int i = 0; i < 100; i++) {
      float[] window = window(fresh, i * 5 + STEPS);
      window[(STEPS - 1) * FEATURES + FOLLOWER] += 60;
      above += score(contaminated, window) > normal[489] ? 1 : 0;
    }
    assertThat(above).isGreaterThan(95);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 16})
  void theGraphComputesTheSameWhateverTheWindow(int steps) throws Exception {
    ScoreDefinition fitted = fit(history(800, 5, 0), steps);
    OnnxGraph graph = new OnnxGraph("linear");
    String windows = graph.input("windows", -1, steps, FEATURES);
    String missing = graph.node("IsNaN", List.of(windows));
    String z = OnnxExport.normalise(graph, fitted.normalisation(), windows, missing, steps);
    LinearMembers linear = fitted.linear();
    LinearGraph.Errors errors =
        new LinearGraph(graph, linear, steps).write(z, MemberNodes.present(graph, missing));
    graph.named(
        "Add",
        List.of(
            new MemberNodes(graph, errors.regression(), linear.regressionScale(), 1).score(),
            new MemberNodes(graph, errors.subspace(), linear.subspaceScale(), 1).score()),
        List.of("score"));
    graph.output("score", -1);
    List<float[]> wild = wild(steps);
    FloatBuffer input = FloatBuffer.allocate(wild.size() * steps * FEATURES);
    wild.forEach(input::put);
    long[] shape = {wild.size(), steps, FEATURES};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(graph.toBytes("none", ""));
        OnnxTensor tensor = OnnxTensor.createTensor(environment, input.flip(), shape);
        OrtSession.Result result = session.run(Map.of("windows", tensor))) {
      float[] scores = (float[]) result.get("score").orElseThrow().getValue();
      for (int i = 0; i < scores.length; i++) {
        float expected = score(fitted, wild.get(i));
        assertThat(scores[i]).isCloseTo(expected, within(1e-4f * Math.max(1, expected)));
      }
    }
  }

  @Test
  void lastingTroubleCountsMoreThanTheSameForOneStepAndFadesWithinAWindow() {
    float[][] history = history(120, 9, 0);
    history[60][FOLLOWER] += 80;
    float once = score(window(history, 60));
    float after = score(window(history, 63));
    float gone = score(window(history, 60 + STEPS));
    history[59][FOLLOWER] += 80;
    history[58][FOLLOWER] += 80;
    assertThat(score(window(history, 60))).isGreaterThan(once);
    assertThat(after).isBetween(gone, once);
  }

  private static float score(float[] window) {
    return score(fitted, window);
  }

  private static float score(ScoreDefinition definition, float[] window) {
    return (float) definition.linear().score(errors(definition, window));
  }

  private static LinearMembers.Errors errors(ScoreDefinition definition, float[] window) {
    return definition.linear().errors(window, definition.normalisation().apply(window));
  }

  private static int largest(float[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .max((a, b) -> Float.compare(values[a], values[b]))
        .orElseThrow();
  }

  /** Gaps, infinities and values beyond all that was seen. */
  private static List<float[]> wild(int steps) {
    Random random = new Random(17);
    float[] strange = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f, -1e9f};
    float[][] history = history(200, 77, 0);
    List<float[]> windows = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      float[] window = windowOf(history, i + steps, steps);
      for (int j = 0; j < i % 10; j++) {
        window[random.nextInt(window.length)] = strange[random.nextInt(strange.length)];
      }
      windows.add(window);
    }
    return windows;
  }

  private static ScoreDefinition fit(float[][] values, int steps) {
    List<String> names = IntStream.range(0, FEATURES).mapToObj(f -> "f" + f).toList();
    long[] ends = IntStream.rangeClosed(1, values.length).mapToLong(i -> i * 1000L).toArray();
    Series series = Series.normal(SyntheticService.ENTITY, 1000, names, ends, values);
    IdentityHashMap<Series, Long> cuts = new IdentityHashMap<>();
    cuts.put(series, Windows.cutTime(series, steps, 0.2));
    List<FeatureDefinition> features =
        names.stream()
            .map(
                name ->
                    new FeatureDefinition(
                        name, SignalType.METRIC, name, Map.of(), Aggregation.MEAN, Transform.NONE))
            .toList();
    Windows training = Windows.cut(List.of(series), names, steps, Windows.Part.TRAINING, cuts);
    Windows heldOut = Windows.cut(List.of(series), names, steps, Windows.Part.HELD_OUT, cuts);
    return ScoreDefinition.fit(Normalisation.fit(features, training), training, heldOut);
  }

  private static float[] window(float[][] history, int last) {
    return windowOf(history, last, STEPS);
  }

  private static float[] windowOf(float[][] history, int last, int steps) {
    float[] window = new float[steps * FEATURES];
    for (int step = 0; step < steps; step++) {
      System.arraycopy(history[last - steps + 1 + step], 0, window, step * FEATURES, FEATURES);
    }
    return window;
  }

  /** Load, twice the load, the load again, rare bursts and a feature that rests. */
  private static float[][] history(int steps, long seed, int faulty) {
    Random random = new Random(seed);
    float[][] values = new float[steps][];
    for (int i = 0; i < steps; i++) {
      double load = 50 + 30 * Math.sin(i / 40.0) + random.nextGaussian();
      values[i] =
          new float[] {
            (float) load,
            (float) (2 * load + random.nextGaussian()),
            (float) load,
            random.nextInt(30) == 0 ? 100 * random.nextFloat() : 0,
            7
          };
      if (i < faulty) {
        values[i][FOLLOWER] += 40;
      }
    }
    return values;
  }
}
