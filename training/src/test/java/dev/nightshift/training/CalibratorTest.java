package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.detect.Calibration;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CalibratorTest {

  /** An exponential's tail is exponential: shape 0, scale 1. */
  @Test
  void findsTheTailOfAnExponential() {
    Random random = new Random(5);
    float[] scores = new float[20_000];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) -Math.log(1 - random.nextDouble());
    }
    Calibration fitted = Calibrator.fit(scores);
    assertThat(fitted.initial()).isCloseTo(3.91f, Offset.offset(0.15f));
    assertThat(fitted.exceedanceShare()).isCloseTo(0.02f, Offset.offset(0.001f));
    assertThat(fitted.scale()).isCloseTo(1, Offset.offset(0.15f));
    assertThat(fitted.shape()).isCloseTo(0, Offset.offset(0.15f));
    // -ln(1e-4)
    assertThat(Calibrator.threshold(fitted, 1e-4)).isCloseTo(9.2f, Offset.offset(1.3f));
  }

  @Test
  void takesMoreOfTheTailWhenThereIsLittle() {
    float[] scores = new float[200];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = i;
    }
    Calibration fitted = Calibrator.fit(scores);
    assertThat(fitted.exceedanceShare()).isCloseTo(0.1f, Offset.offset(0.006f));
    assertThat(Calibrator.threshold(fitted, 1e-3)).isBetween(195f, 215f);
  }

  @Test
  void bearsScoresThatAreAllTheSame() {
    Calibration fitted = Calibrator.fit(new float[100]);
    assertThat(Calibrator.threshold(fitted, 1e-3)).isZero();
  }

  @Test
  void refusesTooFew() {
    assertThatThrownBy(() -> Calibrator.fit(new float[49]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
