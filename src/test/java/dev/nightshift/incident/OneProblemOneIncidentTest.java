package dev.nightshift.incident;

import static dev.nightshift.contract.IncidentState.CLOSED;
import static dev.nightshift.contract.IncidentState.OPEN;
import static dev.nightshift.contract.IncidentState.PLANNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.Incident;
import org.junit.jupiter.api.Test;

class OneProblemOneIncidentTest {

  @Test
  void symptomsThatBeginTogetherAreOneIncident() {
    Shop shop = new Shop("observe").opens("a1", "orders").at(60).opens("a2", "checkout");

    assertThat(shop.state.incidents).hasSize(1);
    assertThat(shop.incident().getAnomalies()).containsExactly("a1", "a2");
    assertThat(shop.incident().getEntities())
        .containsExactly("demo.shop/orders", "demo.shop/checkout");
  }

  @Test
  void flappingMakesNoNewIncidents() {
    Shop shop = new Shop("observe");
    for (int i = 0; i < 20; i++) {
      shop.opens("a" + i, "orders").at(shop.seconds + 20).ends("a" + i, "orders");
      shop.at(shop.seconds + 20);
    }

    assertThat(shop.state.incidents).hasSize(1);
  }

  @Test
  void aDiagnosisMergesTheYoungerIntoTheOlder() {
    Shop shop = new Shop("observe").opens("a1", "orders").at(200).opens("a2", "checkout");
    assertThat(shop.state.incidents).hasSize(2);

    shop.diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1", "a2");

    Incident older = shop.state.incidents.get(0).incident;
    Incident younger = shop.state.incidents.get(1).incident;
    assertThat(older.getState()).isEqualTo(PLANNED);
    assertThat(older.getAnomalies()).containsExactly("a1", "a2");
    assertThat(younger.getState()).isEqualTo(CLOSED);
    assertThat(younger.getHistory().get(1).getCause()).contains("duplicate of " + older.getId());
    shop.ends("a2", "checkout");
    assertThat(older.getActiveAnomalies()).containsExactly("a1");
  }

  @Test
  void aDiagnosisOfItsOwnSplitsAnIncident() {
    Shop shop =
        new Shop("observe")
            .opens("a1", "orders")
            .opens("a2", "search")
            .diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1");
    assertThat(shop.state.incidents).hasSize(1);

    shop.diagnosed("d2", 1, "search", "cpu_saturation", 0.9, "a2");

    assertThat(shop.state.incidents).hasSize(2);
    assertThat(shop.state.incidents.get(0).incident.getActiveAnomalies()).containsExactly("a1");
    assertThat(shop.state.incidents.get(1).incident.getActiveAnomalies()).containsExactly("a2");
    assertThat(shop.state.incidents.get(1).incident.getRootCause()).isEqualTo("demo.shop/search");
  }

  @Test
  void aSymptomThatAnotherDiagnosisClaimsIsHandedOver() {
    Shop shop =
        new Shop("observe")
            .opens("a1", "orders")
            .opens("a2", "frontend")
            .diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1")
            .at(200)
            .opens("a3", "search");
    assertThat(shop.incident().getActiveAnomalies()).containsExactly("a1", "a2");

    shop.diagnosed("d2", 1, "search", "cpu_saturation", 0.9, "a2", "a3");

    Incident first = shop.state.incidents.get(0).incident;
    Incident second = shop.state.incidents.get(1).incident;
    assertThat(first.getActiveAnomalies()).containsExactly("a1");
    assertThat(second.getActiveAnomalies()).containsExactlyInAnyOrder("a2", "a3");
    shop.ends("a2", "frontend").ends("a1", "orders");
    assertThat(shop.state.incidents.get(0).incident.getActiveAnomalies()).isEmpty();
    assertThat(shop.state.incidents.get(1).incident.getActiveAnomalies()).containsExactly("a3");
  }

  @Test
  void anAnomalyThatADiagnosisTookInOpensNoIncident() {
    Shop shop = new Shop("observe").leaks().at(200);

    shop.diagnosed("d1", 2, "orders", "memory_leak", 0.9, "a1", "a2").opens("a2", "search");

    assertThat(shop.state.incidents).hasSize(1);
    assertThat(shop.incident().getActiveAnomalies()).containsExactly("a1", "a2");
  }

  @Test
  void anEndWithoutBeginningIsIgnoredByName() {
    Shop shop = new Shop("observe").ends("ghost", "orders");

    assertThat(shop.state.incidents).isEmpty();
    assertThat(shop.last.ignored()).singleElement().asString().contains("ghost");
  }

  @Test
  void theNumberOfIncidentsIsBounded() {
    Shop shop = new Shop("observe");
    for (int i = 0; i < 30; i++) {
      shop.at(shop.seconds + 100).opens("a" + i, "service-" + i);
    }

    assertThat(shop.state.incidents).hasSize(10);
    assertThat(shop.state.incidents.get(9).incident.getState()).isEqualTo(OPEN);
  }
}
