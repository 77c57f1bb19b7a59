package dev.nightshift.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.contract.IncidentState;
import dev.nightshift.remedy.PolicyEngine;
import dev.nightshift.remedy.PolicyFile;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  @Test
  void theTableIsTheDesign() {
    for (IncidentState state : IncidentState.values()) {
      Set<IncidentState> next = Lifecycle.next(state);
      assertThat(next).as("%s to itself", state).doesNotContain(state);
      assertThat(next.contains(IncidentState.ESCALATED))
          .as("%s can be escalated", state)
          .isEqualTo(Lifecycle.lasts(state) && state != IncidentState.ESCALATED);
      assertThat(next.contains(IncidentState.CLOSED)).isEqualTo(state != IncidentState.CLOSED);
      assertThat(next.contains(IncidentState.VERIFYING))
          .isEqualTo(state == IncidentState.REMEDIATING || state == IncidentState.ROLLING_BACK);
    }
    assertThat(Lifecycle.next(IncidentState.RESOLVED))
        .isEqualTo(EnumSet.of(IncidentState.OPEN, IncidentState.CLOSED));
    assertThat(Lifecycle.next(IncidentState.OPEN)).doesNotContain(IncidentState.REMEDIATING);
  }

  @Test
  void anIllegalMoveIsImpossible() {
    SystemIncidents state = SystemIncidents.of("s");
    Turn turn =
        new Turn(
            state,
            IncidentSettings.DEFAULT,
            new PolicyEngine(PolicyFile.parse("p", "version: v\nactions: {}\n")),
            Conduct.REAL,
            new Now(1, 1));
    IncidentEntry entry = new Openings(turn).open("a", 1, "test");

    assertThatThrownBy(() -> turn.move(entry, IncidentState.RESOLVED, "wish"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from OPEN to RESOLVED");
    assertThat(entry.incident.getState()).isEqualTo(IncidentState.OPEN);
  }
}
