package dev.nightshift.diagnose.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

class InquirerTest {

  private static final String SYSTEM = "shop.eu";
  private static final long DAY = 86_400_000L;

  private final Inquirer inquirer = new Inquirer(20_000, 3);
  private final InquiryState state = new InquiryState();

  private List<Question> present(String service, long time) {
    return inquirer.accept(state, Observation.present(SYSTEM, SYSTEM + "/" + service, time), time);
  }

  private List<Question> anomaly(String id, long onset, long time) {
    Anomaly anomaly =
        Anomaly.newBuilder()
            .setId(id)
            .setSystem(SYSTEM)
            .setEntity(SYSTEM + "/front")
            .setPhase(AnomalyPhase.OPENED)
            .setOnset(onset)
            .setUpdated(time)
            .setPeakAt(time)
            .setPeakScore(2)
            .setThreshold(1)
            .setModel("m@1")
            .setContributions(List.of())
            .build();
    return inquirer.accept(state, Observation.of(anomaly), time);
  }

  @Test
  void anomaliesGatherAndThenAllServicesAreAskedOnce() {
    present("cart", 0);
    present("front", 0);
    assertThat(anomaly("a1", 90_000, 100_000)).isEmpty();
    assertThat(anomaly("a2", 80_000, 110_000)).isEmpty();
    assertThat(Inquirer.nextDeadline(state)).isEqualTo(120_000);
    assertThat(inquirer.advance(state, SYSTEM, 119_999)).isEmpty();

    List<Question> asked = inquirer.advance(state, SYSTEM, 120_000);

    assertThat(asked)
        .extracting(Question::service)
        .containsExactly(SYSTEM + "/cart", SYSTEM + "/front", "");
    assertThat(asked).extracting(Question::onset).containsOnly(80_000L);
    assertThat(asked.get(2).anomalies()).containsExactly("a1", "a2");
    assertThat(asked.get(2).isToSystem()).isTrue();
    assertThat(asked.get(0).anomalies()).as("services need not know").isEmpty();
    assertThat(Inquirer.nextDeadline(state)).isEqualTo(Long.MAX_VALUE);
    assertThat(inquirer.advance(state, SYSTEM, 200_000)).isEmpty();
  }

  @Test
  void aSymptomOfSomebodyElseIsAskedAboutAtOnce() {
    present("cart", 0);

    List<Question> asked =
        inquirer.accept(
            state, Observation.symptom(SYSTEM, SYSTEM + "/front", "latency", 50, 60, 70), 70);

    assertThat(asked).hasSize(2);
    assertThat(asked.get(1))
        .isEqualTo(
            new Question(SYSTEM, "", SYSTEM + "/front", "latency", 50, false, List.of(), 70));
  }

  @Test
  void servicesAreBoundedAndThoseThatWentAreForgotten() {
    for (String service : List.of("a", "b", "c", "d")) {
      present(service, 1_000);
    }
    assertThat(state.services).hasSize(3);
    assertThat(state.refused).isEqualTo(1);

    present("d", DAY + 1_001);

    assertThat(state.services).containsOnlyKeys(SYSTEM + "/d");
  }
}
