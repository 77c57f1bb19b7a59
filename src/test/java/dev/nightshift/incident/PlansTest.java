package dev.nightshift.incident;

import static dev.nightshift.contract.IncidentState.AWAITING_APPROVAL;
import static dev.nightshift.contract.IncidentState.ESCALATED;
import static dev.nightshift.contract.IncidentState.REMEDIATING;
import static dev.nightshift.contract.IncidentState.RESOLVED;
import static dev.nightshift.contract.IncidentState.ROLLING_BACK;
import static dev.nightshift.contract.IncidentState.VERIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.PlanStep;
import org.junit.jupiter.api.Test;

/**
 * Plans of several steps: {@code careful} tries one instance, watches it for a minute, then the
 * rest, and drains a queue if more than two anomalies last; see {@link Shop}.
 */
class PlansTest {

  private static Shop careful(String mode) {
    return new Shop(mode)
        .opens("a1", "orders")
        .diagnosed("d1", 1, "orders", "bad_config", 0.9, "a1");
  }

  private static void assertStates(Shop shop, String... states) {
    assertThat(shop.incident().getSteps()).extracting(PlanStep::getState).containsExactly(states);
  }

  @Test
  void theCanaryIsWatchedBeforeTheRestAndAnUnwantedStepIsSkipped() {
    Shop shop = careful("auto");
    assertThat(shop.requests).extracting(ActionRequest::getAction).containsExactly("fix_one");
    assertThat(shop.requests.get(0).getParameters()).containsEntry("instances", "1");
    assertStates(shop, "running", "waiting", "waiting");

    shop.at(10).answers(Outcome.SUCCEEDED);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    shop.at(69);
    assertThat(shop.requests).as("still watched").hasSize(1);

    shop.at(70);
    assertThat(shop.incident().getState()).isEqualTo(REMEDIATING);
    assertThat(shop.requests)
        .extracting(ActionRequest::getAction)
        .containsExactly("fix_one", "fix_rest");
    shop.answers(Outcome.SUCCEEDED);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    assertStates(shop, "done", "done", "skipped");

    shop.ends("a1", "orders").at(200);
    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);
    assertThat(shop.state.bandit.arms.get("bad_config|service|careful").helped()).isEqualTo(1);
    assertThat(shop.requests).extracting(ActionRequest::getKey).doesNotHaveDuplicates();
  }

  @Test
  void aCanaryThatHealsEndsThePlan() {
    Shop shop = careful("auto").answers(Outcome.SUCCEEDED).ends("a1", "orders").at(60);

    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);
    assertStates(shop, "done", "skipped", "skipped");
    assertThat(shop.requests).hasSize(1);
  }

  @Test
  void aCanaryThatHarmsIsTakenBackAndTheRestIsLeftAlone() {
    Shop shop = careful("auto").answers(Outcome.SUCCEEDED).grows("a1", "orders", 40).at(60);

    assertThat(shop.incident().getState()).isEqualTo(ROLLING_BACK);
    assertThat(shop.requests).hasSize(2);
    assertThat(shop.requests.get(1).getUndo()).isTrue();
    assertThat(shop.requests.get(1).getAction()).isEqualTo("fix_one");

    shop.answers(Outcome.SUCCEEDED);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    assertStates(shop, "undone", "skipped", "skipped");
  }

  @Test
  void aStepThatFailsTakesBackWhatWasDoneInReverseOrder() {
    Shop shop = new Shop("auto").opens("a1", "orders").opens("a2", "orders").opens("a3", "orders");
    shop.diagnosed("d1", 1, "orders", "bad_config", 0.9, "a1", "a2", "a3");
    shop.answers(Outcome.SUCCEEDED).at(60).answers(Outcome.SUCCEEDED);
    assertThat(shop.requests)
        .extracting(ActionRequest::getAction)
        .containsExactly("fix_one", "fix_rest", "drain");

    shop.answers(Outcome.FAILED);
    assertThat(shop.incident().getState()).isEqualTo(ROLLING_BACK);
    shop.answers(Outcome.SUCCEEDED);
    assertThat(shop.incident().getState()).isEqualTo(ROLLING_BACK);
    shop.answers(Outcome.SUCCEEDED);

    assertThat(shop.requests)
        .extracting(request -> (request.getUndo() ? "undo " : "") + request.getAction())
        .containsExactly("fix_one", "fix_rest", "drain", "undo unfix_rest", "undo fix_one");
    assertStates(shop, "undone", "undone", "failed");
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    shop.at(600);
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
  }

  @Test
  void aStepHasItsOwnTime() {
    Shop shop = careful("auto");
    assertThat(shop.machine.nextWallDeadline(shop.state)).isEqualTo(shop.now().wallTime() + 30_000);

    shop.at(30);

    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
    assertStates(shop, "failed", "skipped", "skipped");
  }

  @Test
  void haltStopsBetweenTwoSteps() {
    Shop shop = careful("auto").answers(Outcome.SUCCEEDED).says(ControlKind.HALT, "*").at(60);

    assertThat(shop.requests).hasSize(1);
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
  }

  @Test
  void aPersonAtTheTargetStopsTheRest() {
    Shop shop = careful("auto").answers(Outcome.SUCCEEDED);
    shop.says(ControlKind.ACKNOWLEDGE, shop.incident().getId()).at(100);
    assertThat(shop.requests).hasSize(1);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);

    shop.at(400);
    assertThat(shop.requests).hasSize(1);
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
  }

  @Test
  void onePlanIsOneQuestionAndItsApprovalHoldsForAllSteps() {
    Shop shop = careful("approve");
    assertThat(shop.incident().getState()).isEqualTo(AWAITING_APPROVAL);
    assertThat(shop.incident().getSteps()).hasSize(3);

    shop.says(
        ControlKind.APPROVE, shop.incident().getId(), ApprovalHash.of(shop.incident()), "", 0);
    shop.answers(Outcome.SUCCEEDED).at(60);

    assertThat(shop.requests)
        .filteredOn(request -> !request.getDryRun())
        .hasSize(2)
        .allMatch(request -> request.getApprovedBy().equals("kim"));
  }
}
