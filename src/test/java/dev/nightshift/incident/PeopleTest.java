package dev.nightshift.incident;

import static dev.nightshift.contract.IncidentState.AWAITING_APPROVAL;
import static dev.nightshift.contract.IncidentState.CLOSED;
import static dev.nightshift.contract.IncidentState.DIAGNOSED;
import static dev.nightshift.contract.IncidentState.ESCALATED;
import static dev.nightshift.contract.IncidentState.OPEN;
import static dev.nightshift.contract.IncidentState.REMEDIATING;
import static dev.nightshift.contract.IncidentState.RESOLVED;
import static dev.nightshift.contract.IncidentState.SELF_RECOVERED;
import static dev.nightshift.contract.IncidentState.SUPPRESSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Outcome;
import org.junit.jupiter.api.Test;

class PeopleTest {

  @Test
  void anApprovalOfWhatIsShownActs() {
    Shop shop = new Shop("approve").leaks();
    assertThat(shop.incident().getState()).isEqualTo(AWAITING_APPROVAL);
    assertThat(shop.requests).isEmpty();

    approve(shop, ApprovalHash.of(shop.incident()));

    assertThat(shop.incident().getState()).isEqualTo(REMEDIATING);
    assertThat(shop.requests.get(0).getApprovedBy()).isEqualTo("kim");
    assertThat(shop.incident().getHistory())
        .anyMatch(row -> row.getAuthor() == AuthorKind.PERSON && row.getBy().equals("kim"));
  }

  @Test
  void anApprovalOfAnotherPlanIsRefused() {
    Shop shop = new Shop("approve").leaks();
    String old = ApprovalHash.of(shop.incident());
    shop.diagnosed("d1", 2, "orders", "cpu_saturation", 0.9, "a1");

    approve(shop, old);

    assertThat(shop.incident().getState()).isEqualTo(AWAITING_APPROVAL);
    assertThat(shop.last.ignored().get(0)).contains("another plan");
    assertThat(shop.requests).isEmpty();
  }

  @Test
  void moreConfidenceLeavesTheQuestionTheSame() {
    Shop shop = new Shop("approve").leaks();
    String hash = ApprovalHash.of(shop.incident());

    shop.diagnosed("d1", 2, "orders", "memory_leak", 0.95, "a1");

    assertThat(ApprovalHash.of(shop.incident())).isEqualTo(hash);
    assertThat(shop.incident().getActions()).hasSize(1);
  }

  @Test
  void silenceOfPeopleEscalatesAndSoDoesTheirNo() {
    Shop expired = new Shop("approve").leaks();
    assertThat(expired.incident().getApproveBy()).isEqualTo(expired.now().wallTime() + 900_000);
    String hash = ApprovalHash.of(expired.incident());
    expired.at(900);
    assertThat(expired.incident().getState()).isEqualTo(ESCALATED);
    approve(expired, hash);
    assertThat(expired.requests).isEmpty();

    Shop rejected = new Shop("approve").leaks();
    rejected.says(ControlKind.REJECT, rejected.incident().getId());
    assertThat(rejected.incident().getState()).isEqualTo(ESCALATED);
    assertThat(rejected.incident().getActions().get(0).getDetail()).contains("kim: because");
  }

  @Test
  void riskAboveTheClassAsksEvenInModeAuto() {
    Shop shop =
        new Shop("auto").opens("a1", "orders").diagnosed("d1", 1, "orders", "disk_full", 0.9, "a1");

    assertThat(shop.incident().getState()).isEqualTo(AWAITING_APPROVAL);
    approve(shop, ApprovalHash.of(shop.incident()));
    assertThat(shop.requests.get(0).getRisk()).isEqualTo("critical");
  }

  @Test
  void haltStopsPlanningAndResumeTakesItUp() {
    Shop shop = new Shop("auto").says(ControlKind.HALT, "*").leaks();
    assertThat(shop.incident().getState()).isEqualTo(DIAGNOSED);
    assertThat(shop.requests).isEmpty();

    shop.says(ControlKind.RESUME, Shop.SYSTEM);
    assertThat(shop.requests).as("everything was halted").isEmpty();
    shop.says(ControlKind.RESUME, "*");
    assertThat(shop.last.automation().get(0).getHalted()).isFalse();
    assertThat(shop.requests).hasSize(1);
  }

  @Test
  void haltHoldsBackTheNextActionAndApprovals() {
    Shop acting = new Shop("auto").leaks().says(ControlKind.HALT, Shop.SYSTEM);
    acting.answers(Outcome.FAILED).at(300);
    assertThat(acting.requests).hasSize(1);
    assertThat(acting.incident().getState()).isEqualTo(ESCALATED);

    Shop asking = new Shop("approve").leaks().says(ControlKind.HALT, "*");
    approve(asking, ApprovalHash.of(asking.incident()));
    assertThat(asking.requests).isEmpty();
    assertThat(asking.last.ignored().get(0)).contains("halted by kim");
  }

  @Test
  void aSilenceSuppressesUntilItsEnd() {
    Shop shop = new Shop("auto");
    long until = shop.now().wallTime() + 60_000;
    shop.says(ControlKind.SILENCE, "demo.shop/orders", "", "", until).leaks();
    assertThat(shop.incident().getState()).isEqualTo(SUPPRESSED);
    assertThat(shop.machine.nextWallDeadline(shop.state)).isEqualTo(until);

    shop.at(60);
    assertThat(shop.incident().getState()).isEqualTo(REMEDIATING);
    assertThat(shop.state.silences).isEmpty();
  }

  @Test
  void aSilenceOfOneServiceDoesNotHideAnother() {
    Shop shop = new Shop("observe").says(ControlKind.SILENCE, "demo.shop/orders");
    shop.opens("a1", "orders").opens("a2", "cart");
    assertThat(shop.state.incidents).hasSize(2);
    assertThat(shop.state.incidents.get(1).incident.getState()).isEqualTo(OPEN);

    shop.ends("a1", "orders").at(60);
    assertThat(shop.incident().getState()).isEqualTo(SELF_RECOVERED);
  }

  @Test
  void peopleEscalateCloseAndAcknowledge() {
    Shop shop = new Shop("auto").opens("a1", "orders");
    shop.says(ControlKind.ACKNOWLEDGE, shop.incident().getId());
    shop.diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1");
    assertThat(shop.requests).as("kim is at work there").isEmpty();

    shop.says(ControlKind.ESCALATE, shop.incident().getId());
    assertThat(shop.incident().getState()).isEqualTo(ESCALATED);
    shop.ends("a1", "orders").at(60);
    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);
    shop.says(ControlKind.CLOSE, shop.incident().getId());
    assertThat(shop.incident().getState()).isEqualTo(CLOSED);
    shop.says(ControlKind.ESCALATE, shop.incident().getId());
    assertThat(shop.last.ignored()).hasSize(1);
  }

  @Test
  void anOrderRunsAnotherActionInsideTheLimits() {
    Shop shop = new Shop("auto").leaks().answers(Outcome.UNKNOWN);
    String id = shop.incident().getId();

    shop.says(ControlKind.OVERRIDE, id, "restart", "", 0);
    assertThat(shop.last.ignored().get(0)).contains("cools down");
    shop.says(ControlKind.OVERRIDE, id, "nonsense", "", 0);
    assertThat(shop.last.ignored().get(0)).contains("no action 'nonsense'");
    shop.says(ControlKind.OVERRIDE, id, "wipe", "", 0);
    assertThat(shop.incident().getState()).isEqualTo(REMEDIATING);
    assertThat(shop.requests.get(1).getApprovedBy()).isEqualTo("kim");
  }

  @Test
  void aFalseAlarmClosesAndMakesLessTouchyAMissMore() {
    Shop shop = new Shop("observe").leaks();
    shop.says(ControlKind.LABEL, shop.incident().getId(), "", "false_alarm", 0);

    assertThat(shop.incident().getState()).isEqualTo(CLOSED);
    assertThat(shop.last.thresholds().get(0).factor()).isGreaterThan(1);
    assertThat(shop.labels).extracting(FeedbackLabel::getLabel).containsExactly("false_alarm");
    shop.grows("a1", "orders", 9);
    assertThat(shop.incident().getState()).as("closed stays closed").isEqualTo(CLOSED);

    shop.says(ControlKind.LABEL, "demo.shop/cart", "", "missed", 0);
    assertThat(shop.last.thresholds())
        .singleElement()
        .satisfies(t -> assertThat(t.entity()).isEqualTo("demo.shop/cart"))
        .satisfies(t -> assertThat(t.factor()).isLessThan(1));
    shop.says(ControlKind.LABEL, "demo.shop/cart", "", "nonsense", 0);
    assertThat(shop.last.labels()).isEmpty();
  }

  @Test
  void scopesNameTheirSystem() {
    Shop shop = new Shop("auto").leaks();

    assertThat(IncidentId.systemOf(shop.incident().getId())).isEqualTo("demo.shop");
    assertThat(IncidentId.systemOf("demo.shop/orders")).isEqualTo("demo.shop");
    assertThat(IncidentId.systemOf("demo.shop")).isEqualTo("demo.shop");
    shop.says(ControlKind.HALT, "other");
    assertThat(shop.state.halted()).isFalse();
    assertThat(shop.last.ignored()).hasSize(1);
  }

  private static void approve(Shop shop, String hash) {
    shop.says(ControlKind.APPROVE, shop.incident().getId(), hash, "", 0);
  }
}
