package dev.nightshift.incident;

import static dev.nightshift.contract.IncidentState.RESOLVED;
import static dev.nightshift.contract.IncidentState.SELF_RECOVERED;
import static dev.nightshift.contract.IncidentState.VERIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.Transition;
import org.junit.jupiter.api.Test;

/** Incidents that are opened before anything is wrong. */
class PredictedIncidentTest {

  private static Incident incident(Shop shop, int number) {
    return shop.state.incidents.get(number).incident;
  }

  @Test
  void aPredictionIsAnIncidentThatSaysWhatAndWhen() {
    Shop shop = new Shop("observe").predicts("p1", "orders", "memory");

    assertThat(shop.incident().getKind()).isEqualTo("predicted");
    assertThat(shop.incident().getFaultType()).isEqualTo("memory_exhaustion");
    assertThat(shop.incident().getTitle())
        .contains("orders: memory reaches 1")
        .contains("1970-01-12 14:46 UTC");
    assertThat(shop.incident().getCameTrueAt()).isZero();
  }

  @Test
  void aPolicyAnswersItBeforeThePeak() {
    Shop shop = new Shop("auto").predicts("p1", "orders", "memory");

    assertThat(shop.requests).hasSize(1);
    assertThat(shop.requests.get(0).getAction()).isEqualTo("scale_out");
    shop.answers(Outcome.SUCCEEDED);
    assertThat(shop.incident().getState()).isEqualTo(VERIFYING);
    shop.at(60).recedes("p1", "orders", "memory").at(130);
    assertThat(shop.incident().getState()).isEqualTo(RESOLVED);
    assertThat(shop.labels)
        .as("what has not happened is no example of an anomaly")
        .extracting(FeedbackLabel::getLabel)
        .containsExactly("");
  }

  @Test
  void itEndsWhenTheForecastRecedes() {
    Shop shop = new Shop("observe").predicts("p1", "orders", "memory");

    shop.at(60).recedes("p1", "orders", "memory").at(130);

    assertThat(shop.incident().getState()).isEqualTo(SELF_RECOVERED);
    assertThat(shop.incident().getHistory())
        .extracting(Transition::getCause)
        .contains("the forecast receded and stayed away");
  }

  @Test
  void itExplainsNoOtherTrouble() {
    Shop shop =
        new Shop("observe")
            .predicts("p1", "orders", "memory")
            .opens("a1", "orders")
            .opens("a2", "checkout");

    assertThat(shop.state.incidents).hasSize(2);
    assertThat(incident(shop, 0).getAnomalies()).containsExactly("p1");
    assertThat(incident(shop, 1).getKind()).isEqualTo("observed");
    assertThat(incident(shop, 1).getAnomalies()).containsExactly("a1", "a2");
  }

  @Test
  void itIsNoSymptomOfOtherTrouble() {
    Shop shop =
        new Shop("observe")
            .opens("a1", "orders")
            .diagnosed("d1", 1, "orders", "bad_config", 0.9, "a1")
            .predicts("p1", "orders", "memory");

    assertThat(shop.state.incidents).hasSize(2);
    assertThat(incident(shop, 0).getAnomalies()).containsExactly("a1");
    assertThat(incident(shop, 0).getFaultType()).isEqualTo("bad_config");
    assertThat(incident(shop, 1).getFaultType()).isEqualTo("memory_exhaustion");
  }

  @Test
  void theSameResourceObservedFirstTakesThePredictionIn() {
    Shop shop =
        new Shop("observe")
            .opens("a1", "orders", "memory")
            .diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1")
            .predicts("p1", "orders", "memory");

    assertThat(shop.state.incidents).hasSize(1);
    assertThat(shop.incident().getKind()).isEqualTo("observed");
    assertThat(shop.incident().getFaultType()).isEqualTo("memory_leak");
    assertThat(shop.incident().getActiveAnomalies()).containsExactly("a1", "p1");
  }

  @Test
  void whatComesTrueJoinsAndIsToldSo() {
    Shop shop = new Shop("observe").predicts("p1", "orders", "memory");

    shop.at(3600).comesTrue("p1", "orders", "memory");
    shop.opens("a1", "orders", "latency_p99");
    shop.diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1");
    shop.explains("p1", 2, "orders", "memory");

    assertThat(shop.state.incidents).as("joined, not doubled").hasSize(1);
    assertThat(shop.incident().getKind()).isEqualTo("predicted");
    assertThat(shop.incident().getCameTrueAt()).isPositive();
    assertThat(shop.incident().getFaultType())
        .as("what was observed outranks what was predicted")
        .isEqualTo("memory_leak");
    assertThat(shop.incident().getHistory())
        .extracting(Transition::getCause)
        .anySatisfy(cause -> assertThat(cause).contains("came true 60 min after it was predicted"))
        .contains("now blamed: memory_leak of demo.shop/orders");
  }

  @Test
  void theSameResourceSeenBeforeTheLimitJoinsToo() {
    Shop shop =
        new Shop("observe")
            .predicts("p1", "orders", "memory")
            .at(600)
            .opens("a1", "orders", "memory")
            .opens("a2", "checkout")
            .diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1", "a2");

    assertThat(shop.state.incidents.stream().filter(e -> Lifecycle.lasts(e.incident.getState())))
        .hasSize(1);
    assertThat(shop.incident().getFaultType()).isEqualTo("memory_leak");
    assertThat(shop.incident().getActiveAnomalies()).contains("p1", "a1", "a2");
  }

  @Test
  void aFalsePredictionDoesNotMoveTheDetectorsThreshold() {
    Shop shop = new Shop("observe").predicts("p1", "orders", "memory");

    shop.says(ControlKind.LABEL, shop.incident().getId(), "", "false_alarm", 0);

    assertThat(shop.labels).extracting(FeedbackLabel::getLabel).containsExactly("false_prediction");
    assertThat(shop.last.thresholds()).isEmpty();
  }

  @Test
  void whatIsPredictedAgainWithinTheReopenWindowIsTheSameIncident() {
    Shop shop = new Shop("observe").predicts("p1", "orders", "memory");
    shop.at(60).recedes("p1", "orders", "memory").at(130);

    shop.at(300).predicts("p2", "orders", "memory");

    assertThat(shop.state.incidents).hasSize(1);
    assertThat(shop.incident().getRecurrences()).isEqualTo(1);
  }
}
