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
import dev.nightshift.training.FeatureTransforms.Kind;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureTransformsTest {

  private static final int STEPS = 2_000;
  private static final int WINDOW = 8;

  private final Random random = new Random(3);

  @Test
  void aHeavyTailThatIsNeverZeroWantsALogarithm() {
    assertThat(chosen(step -> Math.exp(2 * random.nextGaussian()))).isEqualTo(Kind.LOG);
    assertThat(chosen(step -> 1e-6 * Math.exp(2 * random.nextGaussian())))
        .as("whatever its unit")
        .isEqualTo(Kind.LOG);
    assertThat(chosen(step -> step % 200 == 0 ? Double.NaN : Math.exp(2 * random.nextGaussian())))
        .isEqualTo(Kind.LOG);
  }

  @Test
  void othersKeepTheirValues() {
    assertThat(chosen(step -> 5 + random.nextGaussian())).isEqualTo(Kind.NONE);
    assertThat(chosen(step -> Math.exp(random.nextGaussian())))
        .as("a light tail")
        .isEqualTo(Kind.NONE);
    assertThat(chosen(step -> random.nextInt(3) == 0 ? 0 : Math.exp(2 * random.nextGaussian())))
        .as("zeros would be the mode")
        .isEqualTo(Kind.NONE);
    assertThat(chosen(step -> 1 + (step % 300 == 0 ? 1_000 : random.nextDouble())))
        .as("rest and rare bursts")
        .isEqualTo(Kind.NONE);
    assertThat(chosen(step -> -Math.exp(2 * random.nextGaussian()))).isEqualTo(Kind.NONE);
    assertThat(chosen(step -> Double.NaN)).isEqualTo(Kind.NONE);
    assertThat(chosen(step -> 7)).isEqualTo(Kind.NONE);
  }

  @Test
  void whatRisesAndStartsAgainIsACounter() {
    assertThat(chosen(counter(STEPS))).as("without a restart").isEqualTo(Kind.COUNTER);
    assertThat(chosen(counter(450))).as("with restarts").isEqualTo(Kind.COUNTER);
    IntToDoubleFunction counter = counter(450);
    assertThat(chosen(step -> step % 10 == 3 ? Double.NaN : counter.applyAsDouble(step)))
        .as("with gaps")
        .isEqualTo(Kind.COUNTER);
  }

  @Test
  void whatFallsOtherwiseIsNone() {
    IntToDoubleFunction counter = counter(STEPS);
    assertThat(chosen(step -> counter.applyAsDouble(step) - (step == 1_000 ? 300 : 0)))
        .as("a counter does not fall a little")
        .isEqualTo(Kind.NONE);
    assertThat(chosen(step -> step % 20)).as("a saw with many teeth").isEqualTo(Kind.NONE);
    assertThat(chosen(step -> Math.floorDiv(step, 100))).as("rare steps up").isEqualTo(Kind.NONE);
    assertThat(chosen(step -> step - 1_000.0)).as("below zero").isEqualTo(Kind.NONE);
  }

  @Test
  void whatIsTransformedAlreadyOrCountsEventsIsLeftAlone() {
    Windows windows = windows(column(counter(STEPS)), WINDOW);
    assertThat(choose(windows, Aggregation.LAST, Transform.NONE)).isEqualTo(Kind.COUNTER);
    assertThat(choose(windows, Aggregation.LAST, Transform.DIFFERENCE)).isEqualTo(Kind.NONE);
    assertThat(choose(windows, Aggregation.COUNT, Transform.NONE)).isEqualTo(Kind.NONE);
    assertThat(choose(windows(column(counter(STEPS)), 1), Aggregation.LAST, Transform.NONE))
        .as("a window of one step has nothing before it")
        .isEqualTo(Kind.NONE);
  }

  /** On a ruler up to the highest burst a tenfold median is a hundredth. */
  @Test
  void aShiftOfTheBulkShowsUnderAHeavyTail() {
    float[][] values = column(step -> Math.exp(2 * random.nextGaussian()));
    Normalisation fitted = normalisation(values, WINDOW);
    assertThat(moved(fitted, 1, 10)).isGreaterThan(0.15f);
    Normalisation plain =
        new Normalisation(
            fitted.center(),
            FeatureTransforms.none(1),
            fitted.center(),
            new float[] {0},
            new float[] {max(values)},
            fitted.missing());
    assertThat(moved(plain, 1, 10)).isLessThan(0.05f);
  }

  @Test
  void aCountersRateShowsWhateverItsValueAndARestartDoesNot() {
    Normalisation fitted = normalisation(column(counter(700)), WINDOW);
    float[] usual = fitted.apply(new float[] {1e6f, 1e6f + 100, 1e6f + 200, 1e6f + 300});
    float[] restarted = fitted.apply(new float[] {1e6f, 1e6f + 100, 90, 190});
    float[] faster = fitted.apply(new float[] {1e6f, 1e6f + 100, 1e6f + 600, 1e6f + 1_100});
    float[] gap = fitted.apply(new float[] {1e6f, Float.NaN, 1e6f + 200, 1e6f + 300});
    for (int step = 0; step < 4; step++) {
      assertThat(usual[step]).isBetween(0f, 1f);
      assertThat(restarted[step]).isBetween(0f, 1f);
      assertThat(gap[step]).isBetween(0f, 1f);
    }
    assertThat(faster[2]).isGreaterThan(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void theGraphDoesTheSame(int steps) throws Exception {
    IntToDoubleFunction counter = counter(450);
    float[][] values = new float[STEPS][];
    for (int step = 0; step < STEPS; step++) {
      values[step] =
          new float[] {
            (float) Math.exp(2 * random.nextGaussian()),
            (float) counter.applyAsDouble(step),
            (float) random.nextGaussian()
          };
    }
    Normalisation fitted = normalisation(values, steps);
    assertThat(fitted.transforms().kinds()).containsExactly(Kind.LOG, Kind.COUNTER, Kind.NONE);
    OnnxGraph graph = new OnnxGraph("transforms");
    String input = graph.input("windows", -1, steps, 3);
    String missing = graph.node("IsNaN", List.of(input));
    graph.named(
        "Identity",
        List.of(OnnxExport.normalise(graph, fitted, input, missing, steps)),
        List.of("z"));
    graph.output("z", -1, steps, 3);
    List<float[]> wild = wild(values, steps);
    FloatBuffer floats = FloatBuffer.allocate(wild.size() * steps * 3);
    wild.forEach(floats::put);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(graph.toBytes("none", ""));
        OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, floats.flip(), new long[] {wild.size(), steps, 3});
        OrtSession.Result result = session.run(Map.of("windows", tensor))) {
      float[][][] z = (float[][][]) result.get("z").orElseThrow().getValue();
      for (int i = 0; i < wild.size(); i++) {
        float[] expected = fitted.apply(wild.get(i));
        for (int at = 0; at < expected.length; at++) {
          assertThat(z[i][at / 3][at % 3])
              .as("%s at %d", Arrays.toString(wild.get(i)), at)
              .isCloseTo(expected[at], within(1e-5f));
        }
      }
    }
  }

  /** Windows of the history with gaps, infinities and values beyond all that was seen. */
  private List<float[]> wild(float[][] values, int steps) {
    float[] strange = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -3e38f, -5, 0
    };
    List<float[]> wild = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      float[] window = new float[steps * 3];
      for (int step = 0; step < steps; step++) {
        System.arraycopy(values[7 * i + step], 0, window, step * 3, 3);
      }
      for (int j = 0; j < i % 8; j++) {
        window[random.nextInt(window.length)] = strange[random.nextInt(strange.length)];
      }
      wild.add(window);
    }
    return wild;
  }

  /** Rises by 80 to 120 a step; starts again every so many steps. */
  private IntToDoubleFunction counter(int restartEvery) {
    double[] values = new double[STEPS];
    for (int step = 1; step < STEPS; step++) {
      double before = step % restartEvery == 0 ? 0 : values[step - 1];
      values[step] = before + 80 + random.nextInt(41);
    }
    return step -> values[step];
  }

  private Kind chosen(IntToDoubleFunction values) {
    return choose(windows(column(values), WINDOW), Aggregation.MEAN, Transform.NONE);
  }

  private static Kind choose(Windows windows, Aggregation aggregation, Transform transform) {
    return FeatureTransforms.choose(List.of(feature("f0", aggregation, transform)), windows)
        .kinds()[0];
  }

  private static float moved(Normalisation normalisation, float from, float to) {
    return normalisation.apply(new float[] {to})[0] - normalisation.apply(new float[] {from})[0];
  }

  private static float max(float[][] values) {
    float max = 0;
    for (float[] row : values) {
      max = Math.max(max, row[0]);
    }
    return max;
  }

  private static float[][] column(IntToDoubleFunction values) {
    return IntStream.range(0, STEPS)
        .mapToObj(step -> new float[] {(float) values.applyAsDouble(step)})
        .toArray(float[][]::new);
  }

  private static Normalisation normalisation(float[][] values, int steps) {
    List<FeatureDefinition> features =
        IntStream.range(0, values[0].length)
            .mapToObj(f -> feature("f" + f, Aggregation.MEAN, Transform.NONE))
            .toList();
    return Normalisation.fit(features, windows(values, steps));
  }

  private static FeatureDefinition feature(
      String name, Aggregation aggregation, Transform transform) {
    return new FeatureDefinition(name, SignalType.METRIC, name, Map.of(), aggregation, transform);
  }

  private static Windows windows(float[][] values, int steps) {
    List<String> names = IntStream.range(0, values[0].length).mapToObj(f -> "f" + f).toList();
    long[] ends = IntStream.rangeClosed(1, values.length).mapToLong(i -> i * 1000L).toArray();
    Series series = Series.normal(SyntheticService.ENTITY, 1000, names, ends, values);
    return Windows.cut(
        List.of(series), names, steps, Windows.Part.TRAINING, new IdentityHashMap<>());
  }
}
