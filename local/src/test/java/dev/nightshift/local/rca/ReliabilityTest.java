package dev.nightshift.local.rca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.diagnose.evidence.Calibration.Confirmed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReliabilityTest {

  @Test
  void comparesWhatWasPromisedWithWhatWasRight() {
    Reliability reliability =
        Reliability.of(List.of(0.9, 0.9, 0.9, 0.9, 0.1), List.of(true, true, true, false, false));

    assertThat(reliability.bins()).hasSize(2);
    assertThat(reliability.bins().get(1).right()).isEqualTo(0.75);
    assertThat(reliability.error()).isCloseTo((4 * 0.15 + 0.1) / 5, within(1e-9));
    assertThat(reliability.brier()).isCloseTo((3 * 0.01 + 0.81 + 0.01) / 5, within(1e-9));
  }

  @Test
  void noCaseIsJudgedByWhatItTaught() {
    // One ranking was sure and wrong: whoever learned from it would trust the sure ones less.
    List<Confirmed> cases = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      cases.add(new Confirmed(new double[] {30, 0.1}, i > 0, 1));
    }

    Reliability heldOut = Reliability.heldOut(cases, List.of());

    // Eleven right ones promise all but certainty for the twelfth, which is wrong.
    assertThat(heldOut.bins().get(heldOut.bins().size() - 1).cases()).isEqualTo(12);
    assertThat(heldOut.brier()).isGreaterThan(1.0 / 12);
  }

  @Test
  void tooFewCasesTeachNothing() {
    assertThat(Reliability.heldOut(List.of(), List.of())).isNull();
  }
}
