package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.detect.Score;
import dev.nightshift.feature.FeatureWindow;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopFeaturesTest {

  private static final int STEPS_PER_NAMES = 30;

  private static String[] names(int features) {
    return IntStream.range(0, features).mapToObj(f -> "f" + f).toArray(String[]::new);
  }

  private static Score score(TopFeatures top, int features, long step) {
    float[] values = new float[features];
    float[] errors = new float[features];
    for (int f = 0; f < features; f++) {
      values[f] = 100 + f;
      errors[f] = f == 2 ? 9 : 1f / (1 + f);
    }
    FeatureWindow window =
        new FeatureWindow(Examples.ORDERS, "m@1", step * Examples.STEP, 1, values, null);
    return top.score(window, true, Examples.STEP, 5, FloatBuffer.wrap(errors), 0, null);
  }

  @Test
  void namesTheLargestErrorsFirst() {
    Score score = score(new TopFeatures(names(3)), 3, 1);
    assertThat(score.topFeatures()).containsExactly("f2", "f0", "f1");
    assertThat(score.topErrors()).containsExactly(9, 1, 0.5f);
    assertThat(score.topValues()).containsExactly(102, 100, 101);
    assertThat(score.values()).as("few features").isEmpty();
    assertThat(score.names()).isEmpty();
  }

  @Test
  void bringsAllValuesOfManyFeaturesAndNowAndThenTheirNames() {
    String[] names = names(20);
    TopFeatures top = new TopFeatures(names);
    int brought = 0;
    for (int step = 1; step <= 3 * STEPS_PER_NAMES; step++) {
      Score score = score(top, 20, step);
      assertThat(score.values()).hasSize(20).startsWith(100, 101);
      if (score.names().length > 0) {
        assertThat(score.names()).as("the model's own array").isSameAs(names);
        brought++;
      }
    }
    assertThat(brought).isEqualTo(3);
    assertThat(score(new TopFeatures(names(3)), 3, STEPS_PER_NAMES).names()).isEmpty();
  }
}
