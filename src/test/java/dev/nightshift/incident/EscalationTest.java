package dev.nightshift.incident;

import static dev.nightshift.contract.IncidentState.AWAITING_APPROVAL;
import static dev.nightshift.contract.IncidentState.CLOSED;
import static dev.nightshift.contract.IncidentState.DIAGNOSED;
import static dev.nightshift.contract.IncidentState.ESCALATED;
import static dev.nightshift.contract.IncidentState.OPEN;
import static dev.nightshift.contract.IncidentState.PLANNED;
import static dev.nightshift.contract.IncidentState.REMEDIATING;
import static dev.nightshift.contract.IncidentState.RESOLVED;
import static dev.nightshift.contract.IncidentState.SUPPRESSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.PolicyDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calling people, asking them, and what waits for them. */
class EscalationTest {

  private static final IncidentSettings SETTINGS =
      new IncidentSettings(60_000, 600_000, 0, 300_000, 10, false, 1);
  private static final String TWO_PERSONS =
      "systems: {demo.shop: {mode: auto, limits: {second_person_above: high}}}";

  private static List<String> calls(Shop shop) {
    return shop.calls.stream()
        .map(call -> call.getKind() + call.getLevel() + call.getChannels())
        .toList();
  }

  @Test
  void theChainIsCalledLevelByLevelUntilSomebodyAcknowledges() {
    Shop shop = new Shop("auto").leaks().answers(Outcome.UNKNOWN);
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
    assertThat(calls(shop)).containsExactly("escalation1[oncall]");
    assertThat(shop.machine.nextWallDeadline(shop.state))
        .isEqualTo(shop.now().wallTime() + 600_000);

    shop.at(600);
    assertThat(calls(shop)).containsExactly("escalation1[oncall]", "escalation2[lead]");
    assertThat(shop.incident().getEscalationLevel()).isEqualTo(2);
    shop.at(1800);
    assertThat(calls(shop)).hasSize(3).last().isEqualTo("escalation3[lead]");

    shop.says(ControlKind.ACKNOWLEDGE, shop.incident().getId()).at(9000);
    assertThat(calls(shop)).hasSize(4).last().isEqualTo("acknowledged3[oncall, lead]");
    assertThat(shop.incident().getAcknowledgedBy()).isEqualTo("kim");

    shop.ends("a1", "orders").at(9060);
    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);
    assertThat(calls(shop)).hasSize(5).last().isEqualTo("resolved0[oncall, lead]");
    assertThat(shop.calls).extracting(Notification::getId).doesNotHaveDuplicates();
  }

  @Test
  void anApprovalIsAskedWithWhatWhyAndRiskAndItsExpiryStartsTheChainAnew() {
    Shop shop = new Shop("approve").leaks();
    Notification question = shop.calls.get(0);
    assertThat(question.getKind()).isEqualTo("approval");
    assertThat(question.getSubject()).isEqualTo(ApprovalHash.of(shop.incident()));
    assertThat(question.getText())
        .contains("restart", "demo.shop/orders", "risk low", "rule 'leak'");

    shop.at(900);
    assertThat(calls(shop))
        .containsExactly("approval1[oncall]", "approval2[lead]", "escalation1[oncall]");
  }

  @Test
  void aTrialRunTouchesNothingAndIsPartOfWhatIsApproved() {
    Shop shop = new Shop("approve").leaks();
    ActionRequest trial = shop.trials.get(0);
    assertThat(trial.getMode()).as("who does not know trials refuses it").isEqualTo("observe");
    assertThat(trial.getKey()).isEqualTo(shop.incident().getActions().get(0).getKey() + ":trial");
    String before = ApprovalHash.of(shop.incident());

    shop.answers(trial, Outcome.SUCCEEDED);
    assertThat(shop.incident().getState()).isEqualTo(AWAITING_APPROVAL);
    assertThat(shop.incident().getActions().get(0).getDryRun())
        .isEqualTo("SUCCEEDED: said the provider");
    approve(shop, "kim", before);
    assertThat(shop.requests).as("the person has not seen what the trial run said").isEmpty();
    approve(shop, "kim", ApprovalHash.of(shop.incident()));
    assertThat(shop.requests).hasSize(1);
    shop.answers(trial, Outcome.SUCCEEDED);
    assertThat(shop.last.ignored()).hasSize(1);
    assertThat(shop.state.ledger.running).as("a trial takes no slot").hasSize(1);
  }

  @Test
  void whatATrialRunWouldDoStandsWithoutItsRefusal() {
    Shop shop = new Shop("approve").leaks();

    shop.answers(shop.trials.get(0), Outcome.REFUSED, "dry run: deletes pod orders-1");

    assertThat(shop.incident().getActions().get(0).getDryRun()).isEqualTo("deletes pod orders-1");
  }

  @Test
  void theHighestClassNeedsTwoPeopleAndTwoKeys() {
    Shop shop = new Shop("auto", SETTINGS, TWO_PERSONS);
    shop.opens("a1", "orders").diagnosed("d1", 1, "orders", "disk_full", 0.9, "a1");
    assertThat(shop.incident().getApprovalsNeeded()).isEqualTo(2);
    String hash = ApprovalHash.of(shop.incident());

    approve(shop, "kim", hash);
    approve(shop, "kim", hash);
    assertThat(shop.last.ignored().get(0)).contains("second person");
    assertThat(shop.requests).isEmpty();
    approve(shop, "lee", hash);

    assertThat(shop.incident().getState()).isEqualTo(REMEDIATING);
    assertThat(shop.requests.get(0).getApprovers()).containsExactly("kim", "lee");
  }

  @Test
  void anOrderOfTheHighestClassWaitsForASecondPerson() {
    Shop shop = new Shop("auto", SETTINGS, TWO_PERSONS).leaks().answers(Outcome.UNKNOWN);

    shop.says(ControlKind.OVERRIDE, shop.incident().getId(), "wipe", "", 0);
    assertThat(shop.incident().getState()).isEqualTo(AWAITING_APPROVAL);
    assertThat(shop.requests).hasSize(1);
    shop.answers(shop.trials.get(0), Outcome.SUCCEEDED);
    approve(shop, "lee", ApprovalHash.of(shop.incident()));

    assertThat(shop.requests).hasSize(2);
    assertThat(shop.requests.get(1).getApprovers()).containsExactly("kim", "lee");
  }

  @Test
  void whatComesBackTooOftenIsLeftToAPerson() {
    Shop shop = new Shop("auto").leaks();
    for (int round = 1; round <= 3; round++) {
      shop.answers(Outcome.SUCCEEDED).ends("a" + round, "orders").at(shop.seconds + 60);
      assertThat(shop.incident().getState()).isEqualTo(RESOLVED);
      shop.at(shop.seconds + 300).opens("a" + (round + 1), "orders");
      shop.diagnosed("d" + (round + 1), 1, "orders", "memory_leak", 0.9, "a" + (round + 1));
    }
    assertThat(shop.requests).hasSize(4);

    shop.answers(Outcome.SUCCEEDED).ends("a4", "orders").at(shop.seconds + 60);
    shop.at(shop.seconds + 300).opens("a5", "orders");
    shop.diagnosed("d5", 1, "orders", "memory_leak", 0.9, "a5");

    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
    assertThat(shop.incident().getDecision().getReason()).contains("repairs do not last");
    assertThat(shop.requests).hasSize(4);
  }

  @Test
  void aMaintenanceWindowSuppressesByEventTimeAndWakesAtItsEnd() {
    // Event time begins at 1970-01-12T13:46:40Z, a Monday.
    Shop shop =
        new Shop(
            "auto",
            SETTINGS,
            "maintenance: [{name: patch day, scope: demo.shop/orders, at: \"13:50\", for: 10m,"
                + " days: [monday]}]");
    shop.opens("a1", "orders").opens("b1", "cart");
    assertThat(shop.state.incidents).hasSize(1);
    shop.at(200);
    assertThat(shop.incident().getState()).as("cart is not in maintenance").isEqualTo(OPEN);

    Shop alone =
        new Shop(
            "auto",
            SETTINGS,
            "maintenance: [{name: patch day, scope: demo.shop/orders, at: \"13:50\", for: 10m}]");
    alone.opens("a1", "orders");
    assertThat(alone.machine.nextEventDeadline(alone.state))
        .isEqualTo(alone.now().eventTime() + 200_000);
    alone.at(200);
    assertThat(alone.incident().getState()).isEqualTo(SUPPRESSED);
    alone.at(300).diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1").at(799);
    assertThat(alone.requests).isEmpty();
    alone.at(800);
    assertThat(alone.requests).hasSize(1);
  }

  @Test
  void aSymptomOutsideASilenceIsNotHidden() {
    Shop shop = new Shop("observe").says(ControlKind.SILENCE, "demo.shop/orders").leaks();
    assertThat(shop.incident().getState()).isEqualTo(SUPPRESSED);

    shop.opens("a2", "cart");
    shop.diagnosed("d1", 2, "orders", "memory_leak", 0.9, "a1", "a2");

    assertThat(shop.incident().getState()).isEqualTo(PLANNED);
    assertThat(shop.incident().getEntities()).contains("demo.shop/cart");
  }

  @Test
  void theDecisionSaysWhichRuleMatchedAndWhichLimitStoppedWhat() {
    Shop shop = new Shop("auto").leaks().answers(Outcome.SUCCEEDED).ends("a1", "orders").at(60);
    shop.at(90).opens("a2", "orders").diagnosed("d2", 1, "orders", "memory_leak", 0.9, "a2");

    PolicyDecision decision = shop.incident().getDecision();
    assertThat(decision.getVerdict()).isEqualTo("wait");
    assertThat(decision.getRule()).isEqualTo("leak");
    assertThat(decision.getRules().get(0).getGoverns()).isFalse();
    assertThat(decision.getRules().get(0).getReason()).contains("is not about memory_leak");
    assertThat(decision.getLimits()).extracting(LimitStop::getLimit).containsExactly("cooldown");
    assertThat(decision.getPolicyVersion()).isEqualTo(shop.incident().getPolicyVersion());

    int sequence = decision.getSequence();
    shop.at(95).grows("a2", "orders", 5);
    assertThat(shop.incident().getDecision().getSequence())
        .as("asked again, the answer is the same")
        .isEqualTo(sequence);
  }

  @Test
  void anIncidentThatAnotherExplainsIsPartOfItAndNotActedOn() {
    Shop shop = new Shop("auto").opens("a1", "orders").at(100);
    shop.opens("b1", "cart").diagnosed("d2", 1, "cart", "memory_leak", 0.45, "b1");
    shop.suffering(List.of("orders", "cart"), 0)
        .diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1");
    Incident parent = shop.state.incidents.get(0).incident;
    Incident child = shop.state.incidents.get(1).incident;
    assertThat(child.getParent()).isEqualTo(parent.getId());
    assertThat(parent.getChildren()).containsExactly(child.getId());
    assertThat(parent.getState()).isEqualTo(REMEDIATING);

    shop.suffering(List.of("cart"), 100).diagnosed("d2", 2, "cart", "memory_leak", 0.9, "b1");
    assertThat(child.getState()).isEqualTo(DIAGNOSED);
    assertThat(child.getDecision().getReason()).contains("part of");
    assertThat(shop.requests).hasSize(1);

    shop.answers(Outcome.SUCCEEDED).ends("a1", "orders").at(160);
    assertThat(parent.getState()).isEqualTo(RESOLVED);
    assertThat(child.getParent()).as("its symptoms outlive the parent").isEmpty();
    assertThat(shop.requests).hasSize(2).last().extracting("target").isEqualTo("demo.shop/cart");
  }

  @Test
  void anIncidentWithoutACauseOfItsOwnIsADuplicateOfWhatExplainsIt() {
    Shop shop = new Shop("auto").opens("a1", "orders").at(100).opens("b1", "cart");
    assertThat(shop.state.incidents).hasSize(2);

    shop.suffering(List.of("orders", "cart"), 0)
        .diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1");

    assertThat(shop.state.incidents.get(1).incident.getState()).isEqualTo(CLOSED);
    assertThat(shop.incident().getAnomalies()).containsExactly("a1", "b1");
  }

  @Test
  void whatARepairShakesJoinsItsIncident() {
    Shop shop = new Shop("auto").leaks().at(100).answers(Outcome.SUCCEEDED);

    shop.at(110).opens("b1", "cart");

    assertThat(shop.state.incidents).hasSize(1);
    assertThat(shop.incident().getAnomalies()).containsExactly("a1", "b1");
  }

  private static void approve(Shop shop, String who, String hash) {
    shop.says(who, ControlKind.APPROVE, shop.incident().getId(), hash, "", 0);
  }
}
