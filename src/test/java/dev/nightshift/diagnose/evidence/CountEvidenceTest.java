package dev.nightshift.diagnose.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CountEvidenceTest {

  @Test
  void aShareThatStayedOrRoseIsNoSign() {
    assertThat(CountEvidence.fallen(9, 10, 90, 100, 30)).isZero();
    assertThat(CountEvidence.fallen(10, 10, 90, 100, 30)).isZero();
    assertThat(CountEvidence.fallen(0, 0, 90, 100, 30)).isZero();
    assertThat(CountEvidence.fallen(0, 10, 0, 0, 30)).isZero();
  }

  @Test
  void theFurtherAndTheMoreOftenTheSurer() {
    double few = CountEvidence.fallen(0, 5, 30, 30, 30);
    double many = CountEvidence.fallen(0, 50, 30, 30, 30);
    double partly = CountEvidence.fallen(25, 50, 30, 30, 30);

    assertThat(few).isPositive();
    assertThat(many).isGreaterThan(few).isGreaterThan(partly);
    assertThat(partly).isPositive();
  }

  @Test
  void whatWasNeverCertainSaysLess() {
    assertThat(CountEvidence.fallen(0, 8, 7, 9, 30))
        .isLessThan(CountEvidence.fallen(0, 8, 30, 30, 30));
  }

  @Test
  void gammaOfWholeNumbersIsTheFactorial() {
    assertThat(Math.exp(CountEvidence.logGamma(5))).isCloseTo(24, within(1e-7));
    assertThat(CountEvidence.logGamma(0.5)).isCloseTo(Math.log(Math.sqrt(Math.PI)), within(1e-9));
  }
}
