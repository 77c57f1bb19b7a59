package dev.nightshift.diagnose.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.diagnose.evidence.Calibration.Confirmed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Property
  void confidencesShareLessThanOneInTheOrderOfTheWeights(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 300) Double> weights) {
    double[] sorted =
        weights.stream().sorted((a, b) -> Double.compare(b, a)).mapToDouble(w -> w).toArray();

    double[] confidences = Calibration.SHIPPED.confidences(sorted);

    assertThat(Arrays.stream(confidences).sum()).isBetween(0.0, 1.0);
    for (int i = 1; i < confidences.length; i++) {
      assertThat(confidences[i]).isBetween(0.0, confidences[i - 1]);
    }
  }

  @Test
  void whatShowsNothingIsNoCauseHoweverManyThereAre() {
    double[] few = Calibration.SHIPPED.confidences(new double[] {5, 0, 0});
    double[] many = Calibration.SHIPPED.confidences(Arrays.copyOf(new double[] {5}, 1_000));

    assertThat(many[0]).isEqualTo(few[0]);
    assertThat(many[999]).isZero();
  }

  @Test
  void twoThatShowTheSameShareTheirConfidence() {
    double[] confidences = Calibration.SHIPPED.confidences(new double[] {20, 20});

    assertThat(confidences[0]).isEqualTo(confidences[1]).isLessThan(0.5);
  }

  @Test
  void aFitFindsHowOftenRankingsWereRight() {
    Calibration truth = new Calibration(1.5, 3);
    Random random = new Random(3);
    List<Confirmed> cases = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      double[] weights = {20 * random.nextDouble(), 0.5 * random.nextDouble()};
      boolean right = random.nextDouble() < truth.confidences(weights)[0];
      cases.add(new Confirmed(weights, right, 1));
    }

    Calibration fitted = Calibration.fit(cases);

    for (double weight : new double[] {1, 4, 10, 18}) {
      double[] weights = {weight, 0.25};
      assertThat(fitted.confidences(weights)[0])
          .isCloseTo(truth.confidences(weights)[0], within(0.05));
    }
  }
}
