package dev.nightshift.actuator.notify;

import static dev.nightshift.contract.IncidentState.AWAITING_APPROVAL;
import static dev.nightshift.contract.IncidentState.CLOSED;
import static dev.nightshift.contract.IncidentState.DIAGNOSED;
import static dev.nightshift.contract.IncidentState.ESCALATED;
import static dev.nightshift.contract.IncidentState.OPEN;
import static dev.nightshift.contract.IncidentState.REMEDIATING;
import static dev.nightshift.contract.IncidentState.RESOLVED;
import static dev.nightshift.contract.IncidentState.VERIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.IncidentState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageTest {

  private static Optional<Stage> after(IncidentState... states) {
    return Stage.of(Incidents.through("i", states));
  }

  @Test
  void whatHealsByItselfCallsNobody() {
    assertThat(after(OPEN, DIAGNOSED, REMEDIATING, VERIFYING, RESOLVED, CLOSED)).isEmpty();
  }

  @Test
  void aQuestionIsAskedAnsweredAndOver() {
    assertThat(after(OPEN, AWAITING_APPROVAL)).contains(Stage.TRIGGERED);
    assertThat(after(OPEN, AWAITING_APPROVAL, REMEDIATING)).contains(Stage.ACKNOWLEDGED);
    assertThat(after(OPEN, AWAITING_APPROVAL, REMEDIATING, ESCALATED)).contains(Stage.TRIGGERED);
    assertThat(after(OPEN, ESCALATED, RESOLVED)).contains(Stage.RESOLVED);
    assertThat(after(OPEN, ESCALATED, RESOLVED, OPEN)).contains(Stage.RESOLVED);
    assertThat(after(OPEN, ESCALATED, RESOLVED, OPEN, ESCALATED)).contains(Stage.TRIGGERED);
  }
}
