package dev.nightshift.incident;

import static dev.nightshift.contract.IncidentState.AWAITING_APPROVAL;
import static dev.nightshift.contract.IncidentState.CLOSED;
import static dev.nightshift.contract.IncidentState.DIAGNOSED;
import static dev.nightshift.contract.IncidentState.ESCALATED;
import static dev.nightshift.contract.IncidentState.OPEN;
import static dev.nightshift.contract.IncidentState.PLANNED;
import static dev.nightshift.contract.IncidentState.REMEDIATING;
import static dev.nightshift.contract.IncidentState.RESOLVED;
import static dev.nightshift.contract.IncidentState.VERIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.Transition;
import org.junit.jupiter.api.Test;

/** Recorded telemetry: what would be done is noted and counts, and nothing is. */
class ImaginedTest {

  @Test
  void nothingIsOrderedJudgedOrLearned() {
    Shop shop = Shop.recorded("auto").leaks();

    assertThat(shop.incident().getState()).isEqualTo(REMEDIATING);
    assertThat(shop.requests).as("orders that an actuator would obey").isEmpty();
    assertThat(shop.trials).hasSize(1);
    assertThat(shop.trials.get(0).getMode()).isEqualTo("observe");

    shop.at(30);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    // Far beyond the verification of a real action: whether it helped is not asked.
    shop.at(3_000);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    assertThat(shop.incident().getActions()).hasSize(1);
    PlannedAction action = shop.incident().getActions().get(0);
    assertThat(action.getAction()).isEqualTo("restart");
    assertThat(action.getRequestedAt()).isPositive();
    assertThat(action.getOutcome()).isEmpty();

    shop.at(3_100).ends("a1", "orders").at(3_160);
    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);
    assertThat(shop.labels).isEmpty();
    assertThat(shop.state.bandit.arms).isEmpty();
    assertThat(shop.state.ledger.failures).isEmpty();
    shop.at(3_800);
    assertThat(shop.snapshots.get(shop.snapshots.size() - 1).getHistory())
        .filteredOn(row -> row.getFrom() != row.getTo())
        .extracting(Transition::getTo)
        .containsExactly(OPEN, DIAGNOSED, PLANNED, REMEDIATING, VERIFYING, RESOLVED, CLOSED);
  }

  @Test
  void limitsCountWhatWouldHaveBeenDone() {
    Shop shop = Shop.recorded("auto").leaks().at(40).ends("a1", "orders").at(101);
    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);

    shop.at(120).opens("a2", "orders").diagnosed("d2", 1, "orders", "memory_leak", 0.9, "a2");

    assertThat(shop.incident().getState()).isEqualTo(DIAGNOSED);
    assertThat(shop.incident().getDecision().getLimits())
        .extracting(LimitStop::getLimit)
        .containsExactly("cooldown");
  }

  @Test
  void anImaginedActionHoldsItsPlaceWhileItWouldRun() {
    Shop shop = Shop.recorded("auto");
    for (String service : new String[] {"orders", "pay", "cart"}) {
      shop.opens("a-" + service, service)
          .diagnosed("d-" + service, 1, service, "memory_leak", 0.9, "a-" + service);
    }
    assertThat(shop.state.ledger.running).hasSize(2);
    assertThat(shop.state.incidents.get(2).incident.getDecision().getLimits())
        .extracting(LimitStop::getLimit)
        .containsExactly("concurrency");

    shop.at(31);

    assertThat(shop.state.incidents.get(2).incident.getState()).isEqualTo(REMEDIATING);
  }

  @Test
  void nobodyApproves() {
    Shop shop = Shop.recorded("approve").leaks();
    assertThat(shop.incident().getState()).isEqualTo(AWAITING_APPROVAL);

    shop.at(15 * 60 + 1);

    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
    assertThat(shop.calls).extracting(call -> call.getKind()).contains("approval", "escalation");
    assertThat(shop.requests).isEmpty();
  }
}
