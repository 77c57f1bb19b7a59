package dev.nightshift.incident;

import static dev.nightshift.contract.IncidentState.AWAITING_APPROVAL;
import static dev.nightshift.contract.IncidentState.CLOSED;
import static dev.nightshift.contract.IncidentState.DIAGNOSED;
import static dev.nightshift.contract.IncidentState.ESCALATED;
import static dev.nightshift.contract.IncidentState.OPEN;
import static dev.nightshift.contract.IncidentState.PLANNED;
import static dev.nightshift.contract.IncidentState.REMEDIATING;
import static dev.nightshift.contract.IncidentState.RESOLVED;
import static dev.nightshift.contract.IncidentState.ROLLING_BACK;
import static dev.nightshift.contract.IncidentState.SELF_RECOVERED;
import static dev.nightshift.contract.IncidentState.VERIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealingTest {

  @Test
  void whatIsWellAgainIsNotRepairedOnceMoreForOthers() {
    Shop shop = new Shop("auto").leaks().answers(Outcome.SUCCEEDED);
    shop.at(20).opens("a2", "checkout").at(40).ends("a1", "orders");
    assertThat(shop.incident().getActiveAnomalies()).containsExactly("a2");

    shop.at(400);

    assertThat(shop.requests).hasSize(1);
    assertThat(shop.incident().getState()).isEqualTo(DIAGNOSED);
    assertThat(shop.incident().getDecision().getReason()).contains("orders is well since");
    shop.at(900);
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
  }

  @Test
  void aFaultIsHealedVerifiedAndClosed() {
    Shop shop = new Shop("auto").leaks();

    assertThat(shop.incident().getState()).isEqualTo(REMEDIATING);
    ActionRequest request = shop.requests.get(0);
    assertThat(request.getAction()).isEqualTo("restart");
    assertThat(request.getTarget()).isEqualTo("demo.shop/orders");
    assertThat(request.getKey()).isEqualTo(shop.incident().getId() + ":1:1");
    assertThat(request.getExpiresAt()).isGreaterThan(request.getDecidedAt());
    assertThat(shop.incident().getTitle())
        .isEqualTo("orders: error_ratio 0.24 (usual 0.001); root cause memory_leak of orders 0.90");

    shop.at(10).answers(Outcome.SUCCEEDED);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    shop.at(30).ends("a1", "orders").at(89);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    shop.at(90);
    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);
    assertThat(shop.labels).hasSize(1);
    FeedbackLabel label = shop.labels.get(0);
    assertThat(label.getLabel()).isEqualTo("true_positive");
    assertThat(label.getEffect()).isEqualTo("helped");
    assertThat(label.getAction()).isEqualTo("restart");
    assertThat(shop.state.bandit.arms.get("memory_leak|service|restart").helped()).isEqualTo(1);

    shop.at(690);
    assertThat(shop.incident().getState()).isEqualTo(CLOSED);
    shop.at(1290);
    assertThat(shop.state.incidents).isEmpty();
    assertThat(shop.snapshots.get(shop.snapshots.size() - 1).getHistory())
        .filteredOn(row -> row.getFrom() != row.getTo())
        .extracting(Transition::getTo)
        .containsExactly(OPEN, DIAGNOSED, PLANNED, REMEDIATING, VERIFYING, RESOLVED, CLOSED);
  }

  @Test
  void whatComesBackSoonIsTheSameIncident() {
    Shop shop = new Shop("auto").leaks().answers(Outcome.SUCCEEDED).ends("a1", "orders").at(60);
    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);

    shop.at(200).opens("a2", "orders");

    assertThat(shop.state.incidents).hasSize(1);
    assertThat(shop.incident().getRecurrences()).isEqualTo(1);
    assertThat(shop.requests).describedAs("nothing before a new diagnosis").hasSize(1);

    shop.diagnosed("d2", 1, "orders", "memory_leak", 0.9, "a2");

    assertThat(shop.requests).hasSize(2);
    assertThat(shop.requests.get(1).getKey()).endsWith(":2:2");
  }

  @Test
  void aFailedActionGivesWayToTheNextAndThenToAPerson() {
    Shop shop = new Shop("auto").leaks().answers(Outcome.FAILED);
    assertThat(shop.requests)
        .extracting(ActionRequest::getAction)
        .containsExactly("restart", "scale_out");

    shop.answers(Outcome.FAILED);
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
    assertThat(lastCause(shop)).contains("all its actions were tried");
  }

  @Test
  void whatDoesNotHelpGivesWayToTheNext() {
    Shop shop = new Shop("auto").leaks().answers(Outcome.SUCCEEDED).at(240);

    assertThat(shop.requests)
        .extracting(ActionRequest::getAction)
        .containsExactly("restart", "scale_out");
    assertThat(shop.labels).extracting(FeedbackLabel::getEffect).containsExactly("no_effect");
    assertThat(shop.state.bandit.arms.get("memory_leak|service|restart").failed()).isEqualTo(1);
  }

  @Test
  void whatHarmsIsTakenBack() {
    Shop shop = saturated().answers(Outcome.SUCCEEDED).at(100).grows("a1", "orders", 40).at(240);

    assertThat(shop.incident().getState()).isEqualTo(ROLLING_BACK);
    assertThat(shop.requests.get(1).getUndo()).isTrue();
    assertThat(shop.requests.get(1).getAction()).isEqualTo("scale_out");
    assertThat(shop.labels).extracting(FeedbackLabel::getEffect).containsExactly("harmed");

    shop.answers(Outcome.SUCCEEDED);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    shop.at(480);
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
    assertThat(lastCause(shop)).contains("scale_out (SUCCEEDED: said the provider)");
  }

  @Test
  void anUndoThatClearsTheSymptomsResolvesWithoutPraise() {
    Shop shop =
        saturated()
            .answers(Outcome.SUCCEEDED)
            .grows("a1", "orders", 40)
            .at(240)
            .answers(Outcome.SUCCEEDED)
            .ends("a1", "orders")
            .at(300);

    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);
    assertThat(shop.labels).extracting(FeedbackLabel::getEffect).containsExactly("harmed", "");
  }

  @Test
  void unknownAndRefusedOutcomesCallAPersonAndRepeatNothing() {
    for (Outcome outcome : List.of(Outcome.UNKNOWN, Outcome.REFUSED)) {
      Shop shop = new Shop("auto").leaks().answers(outcome).at(200);
      assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
      assertThat(shop.requests).hasSize(1);
    }
  }

  @Test
  void noAnswerInTimeCallsAPersonAndTheLateAnswerIsIgnored() {
    Shop shop = new Shop("auto").leaks();
    assertThat(shop.machine.nextWallDeadline(shop.state))
        .isEqualTo(shop.now().wallTime() + 120_000);

    shop.at(120);
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
    shop.answers(Outcome.SUCCEEDED);
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
    assertThat(shop.last.ignored()).singleElement().asString().contains("no such request waits");
    assertThat(shop.last.incidents()).isEmpty();
  }

  @Test
  void aSecondAnswerIsIgnored() {
    Shop shop = new Shop("auto").leaks().answers(Outcome.SUCCEEDED).answers(Outcome.FAILED);

    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    assertThat(shop.last.ignored()).hasSize(1);
  }

  @Test
  void symptomsThatGoBeforeAnActionAreSelfRecovered() {
    Shop shop = new Shop("auto").opens("a1", "orders").at(10).ends("a1", "orders").at(70);

    assertThat(shop.incident().getState()).isEqualTo(SELF_RECOVERED);
    assertThat(shop.requests).isEmpty();
    assertThat(shop.labels).isEmpty();
  }

  @Test
  void observingPlansAndAsksForNothing() {
    Shop shop = new Shop("observe").leaks();

    assertThat(shop.incident().getState()).isEqualTo(PLANNED);
    assertThat(shop.incident().getMode()).isEqualTo("observe");
    assertThat(shop.incident().getActions().get(0).getAction()).isEqualTo("restart");
    shop.ends("a1", "orders").at(60);
    assertThat(shop.incident().getState()).isEqualTo(SELF_RECOVERED);
    assertThat(shop.requests).isEmpty();
  }

  @Test
  void withoutDiagnosisOrConfidenceAPersonIsCalled() {
    assertThat(new Shop("auto").opens("a1", "orders").at(300).incident().getState())
        .isEqualTo(ESCALATED);
    Shop unsure =
        new Shop("auto")
            .opens("a1", "orders")
            .diagnosed("d", 1, "orders", "memory_leak", 0.4, "a1");
    assertThat(unsure.incident().getState()).isEqualTo(DIAGNOSED);
    unsure.at(300);
    assertThat(unsure.incident().getState()).isEqualTo(ESCALATED);
    assertThat(lastCause(unsure)).contains("0.40 is below the 0.50");
  }

  @Test
  void aBetterRevisionActsAndANewCauseReplacesThePlan() {
    Shop shop =
        new Shop("approve").leaks().diagnosed("d1", 2, "orders", "cpu_saturation", 0.9, "a1");

    assertThat(shop.incident().getState()).isEqualTo(AWAITING_APPROVAL);
    assertThat(shop.incident().getActions())
        .extracting(a -> a.getAction() + a.getOutcome())
        .containsExactly("restartREFUSED", "scale_out");
    shop.diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1");
    assertThat(shop.last.ignored()).hasSize(1);
  }

  @Test
  void failuresOpenTheBreakerAndStopAutomation() {
    Shop shop = new Shop("auto").leaks().answers(Outcome.FAILED).answers(Outcome.FAILED);
    shop.at(400).opens("b1", "cart").diagnosed("d2", 1, "cart", "memory_leak", 0.9, "b1");
    shop.answers(Outcome.FAILED);

    assertThat(shop.last.automation()).hasSize(1);
    assertThat(shop.last.automation().get(0).getHalted()).isTrue();
    assertThat(shop.state.incidents.get(1).incident.getState()).isEqualTo(ESCALATED);
    assertThat(shop.requests).hasSize(3);
  }

  @Test
  void concurrencyMakesTheThirdWaitForAFreeSlot() {
    Shop shop = new Shop("auto");
    for (String service : List.of("cart", "search", "orders")) {
      shop.at(shop.seconds + 10)
          .opens("a-" + service, service)
          .diagnosed("d-" + service, 1, service, "memory_leak", 0.9, "a-" + service);
    }
    assertThat(shop.requests).hasSize(2);

    shop.answers(shop.requests.get(0), Outcome.SUCCEEDED);
    assertThat(shop.requests).hasSize(3);
    assertThat(shop.requests.get(2).getTarget()).isEqualTo("demo.shop/orders");
  }

  private static Shop saturated() {
    return new Shop("auto")
        .opens("a1", "orders")
        .diagnosed("d1", 1, "orders", "cpu_saturation", 0.9, "a1");
  }

  private static String lastCause(Shop shop) {
    List<Transition> moves =
        shop.incident().getHistory().stream().filter(row -> row.getFrom() != row.getTo()).toList();
    return moves.get(moves.size() - 1).getCause();
  }
}
