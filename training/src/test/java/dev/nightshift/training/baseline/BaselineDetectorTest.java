package dev.nightshift.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.detect.DetectorSettings;
import dev.nightshift.training.evaluation.PrecisionRecall;
import dev.nightshift.training.evaluation.Recording;
import dev.nightshift.training.evaluation.Verdicts;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselineDetectorTest {

  private static final int FAULT_FROM = 400;
  private static final int FAULT_TO = 430;

  /** Three features that follow one load; a constant one; in the fault two of them leave it. */
  private static Recording service(long seed, boolean fault) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[600][];
    for (int i = 0; i < rows.length; i++) {
      double load = 10 + 3 * Math.sin(i / 40.0);
      boolean wrong = fault && i >= FAULT_FROM && i < FAULT_TO;
      rows[i] =
          new float[] {
            (float) (load + random.nextDouble()),
            (float) (5 * load + random.nextDouble() + (wrong ? 40 : 0)),
            i % 50 == 7 ? Float.NaN : (float) (random.nextDouble() - (wrong ? 8 : 0)),
            1
          };
    }
    return new Recording(List.of("load", "cpu", "errors", "up"), rows);
  }

  private static boolean[] labels() {
    boolean[] labels = new boolean[600];
    for (int i = FAULT_FROM; i < FAULT_TO; i++) {
      labels[i] = true;
    }
    return labels;
  }

  @ParameterizedTest
  @EnumSource
  void seesAPlainFault(BaselineDetector detector) {
    Verdicts verdicts =
        detector.run(service(1, false), service(2, true), DetectorSettings.DEFAULT, 1);

    double found = PrecisionRecall.of(labels(), verdicts.scores()).averagePrecision();
    // The forest that learns as it goes takes a fault that lasts for normal after some steps.
    assertThat(found).isGreaterThan(detector == BaselineDetector.RCF ? 0.6 : 0.95);
  }

  @Test
  void itsScoresPassThroughTheThresholdOfTheJob() {
    Verdicts verdicts =
        BaselineDetector.PCA.run(service(1, false), service(2, true), DetectorSettings.DEFAULT, 1);

    assertThat(verdicts.anomalies()[FAULT_FROM + 5]).isTrue();
    assertThat(verdicts.anomalies()[FAULT_FROM - 20]).isFalse();
    assertThat(verdicts.thresholds()[FAULT_FROM]).isBetween(0f, verdicts.scores()[FAULT_FROM]);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameScores(BaselineDetector detector) {
    Verdicts one = detector.run(service(1, false), service(2, true), DetectorSettings.DEFAULT, 7);
    Verdicts other = detector.run(service(1, false), service(2, true), DetectorSettings.DEFAULT, 7);

    assertThat(other.scores()).containsExactly(one.scores());
    assertThat(other.anomalies()).containsExactly(one.anomalies());
  }
}
