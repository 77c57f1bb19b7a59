package dev.nightshift.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.IncidentState;
import dev.nightshift.detect.DetectorState;
import dev.nightshift.detect.forecast.PredictionState;
import dev.nightshift.detect.univariate.UnivariateState;
import dev.nightshift.diagnose.DiagnoserState;
import dev.nightshift.diagnose.GraphState;
import dev.nightshift.diagnose.PlacementState;
import dev.nightshift.diagnose.evidence.EvidenceState;
import dev.nightshift.diagnose.evidence.InquiryState;
import dev.nightshift.diagnose.evidence.SystemEvidence;
import dev.nightshift.feature.AssemblerState;
import dev.nightshift.feature.template.MinerState;
import dev.nightshift.incident.SystemIncidents;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.operator.Examples;
import dev.nightshift.job.operator.PolicyUpdate;
import dev.nightshift.learn.ComparedScores;
import dev.nightshift.learn.ComparisonTotals;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.remedy.SeenControls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State that any release wrote is read by today's: files are added to the directory, never removed.
 * What is asserted is what the files hold, not what today's code would put into them.
 */
class StateCompatibilityTest {

  private static final Path FILES = Path.of("src/test/resources/state");

  static Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void isRestored(String file) throws IOException {
    byte[] content = Files.readAllBytes(FILES.resolve(file));
    switch (file.substring(0, file.indexOf('.'))) {
      case "AssemblerState" -> {
        AssemblerState state = StateFile.read(AssemblerState.class, content);
        assembler(state);
        boolean measured = !file.contains(".v1.");
        assertThat(state.lanes.get(Examples.STEP).columns.values())
            .anyMatch(column -> (column.ruler != null) == measured);
      }
      case "ModelAnnouncement" -> {
        ModelAnnouncement model = StateFile.read(ModelAnnouncement.class, content);
        assertThat(model.id()).isEqualTo("m@1");
        assertThat(model.features().ownRulers()).as("none did").isFalse();
      }
      case "DetectorState" -> {
        DetectorState state = StateFile.read(DetectorState.class, content);
        detector(state);
        if (file.equals("DetectorState.v1.bin")) {
          assertThat(state.deviations).as("there were none").isNull();
        } else {
          assertThat(state.deviations.steps).isEqualTo(40);
          assertThat(state.deviations.centre).hasSize(16);
          assertThat(state.deviations.names).hasSize(file.contains(".v2.") ? 0 : 16);
          if (file.equals("DetectorState.v4.bin")) {
            assertThat(state.holdOff.steps).isEqualTo(4);
            assertThat(state.holdOff.told).isEqualTo(5);
            assertThat(state.threshold.season.seenToday).hasSize(24);
          }
        }
      }
      case "DiagnoserState" -> {
        DiagnoserState state = StateFile.read(DiagnoserState.class, content);
        diagnoser(state);
        if (file.equals("DiagnoserState.v1.bin")) {
          assertThat(state.outcomes.outcomes).as("there were none").isEmpty();
        } else {
          assertThat(state.outcomes.outcomes)
              .singleElement()
              .satisfies(outcome -> assertThat(outcome.right).isTrue());
          assertThat(state.outcomes.slope).isGreaterThan(1);
        }
      }
      case "GraphState" ->
          assertThat(StateFile.read(GraphState.class, content).edges)
              .containsOnlyKeys("demo.shop/frontend>demo.shop/orders");
      case "MinerState" ->
          // One template of two records.
          assertThat(StateFile.read(MinerState.class, content))
              .extracting("size", "clock")
              .containsExactly(1, 2L);
      case "ModelCatalog" -> catalog(StateFile.read(ModelCatalog.class, content));
      case "SeenControls" ->
          assertThat(StateFile.read(SeenControls.class, content).seen)
              .containsEntry("c1", StateFixtures.START);
      case "PredictionState" -> prediction(StateFile.read(PredictionState.class, content));
      case "PolicyUpdate" ->
          assertThat(StateFile.read(PolicyUpdate.class, content).text()).contains("memory_leak");
      case "SystemIncidents" ->
          incidents(
              StateFile.read(SystemIncidents.class, content),
              file.contains(".v1.") ? IncidentState.OPEN : IncidentState.AWAITING_APPROVAL);
      case "UnivariateState" -> {
        UnivariateState state = StateFile.read(UnivariateState.class, content);
        assertThat(state.feature).isEqualTo("cpu");
        assertThat(state.steps).isEqualTo(40);
        assertThat(state.recent).contains(0.36f);
      }
      case "ComparedScores" -> {
        ComparedScores state = StateFile.read(ComparedScores.class, content);
        assertThat(state.champion.model).isEqualTo("m@1");
        assertThat(state.challenger.model).isEqualTo("m@2");
        assertThat(state.challenger.newest).isEqualTo(state.champion.newest).isPositive();
        assertThat(state.stepMillis).isEqualTo(Examples.STEP);
      }
      case "ComparisonTotals" -> {
        ComparisonTotals state = StateFile.read(ComparisonTotals.class, content);
        assertThat(state.open).isNotEmpty();
        assertThat(state.totals.values())
            .singleElement()
            .satisfies(total -> assertThat(total.sum.windows).isPositive());
      }
      case "EvidenceState" -> evidence(StateFile.read(EvidenceState.class, content));
      case "SystemEvidence" -> {
        SystemEvidence state = StateFile.read(SystemEvidence.class, content);
        assertThat(state.remote).containsExactly("demo.shop/db");
        assertThat(state.graph.edges).hasSize(1);
        assertThat(state.changes)
            .singleElement()
            .satisfies(change -> assertThat(change.kind()).isEqualTo("deployment"));
      }
      case "PlacementState" ->
          assertThat(StateFile.read(PlacementState.class, content).places)
              .hasEntrySatisfying(
                  "demo.shop/orders/orders-1", place -> assertThat(place.host).isEqualTo("node-1"));
      case "InquiryState" -> {
        InquiryState state = StateFile.read(InquiryState.class, content);
        assertThat(state.services).containsEntry("demo.shop/orders", StateFixtures.START);
        assertThat(state.anomalies).containsExactly("a-orders");
        assertThat(state.dueAt).isEqualTo(StateFixtures.START + 20_000);
      }
      default -> throw new AssertionError("nobody says what " + file + " has to hold");
    }
  }

  private static void evidence(EvidenceState state) {
    assertThat(state.metrics).containsOnlyKeys("demo.shop/orders\tcpu");
    assertThat(state.metrics.get("demo.shop/orders\tcpu").size).isEqualTo(20);
    assertThat(state.gaps).containsOnlyKeys("demo.shop/orders\tdemo.shop/frontend\tGET /");
    assertThat(state.selfs).containsOnlyKeys("demo.shop/orders\tGET /");
    assertThat(state.steps).isNotEmpty();
    assertThat(state.texts.values()).contains("it broke");
    assertThat(state.errors).hasSize(1);
  }

  private static void assembler(AssemblerState state) {
    assertThat(state.entity).isEqualTo(Examples.ORDERS);
    assertThat(state.series).hasSize(1);
    assertThat(state.lanes.get(Examples.STEP).nextEnd).isPositive();
    assertThat(state.lanes.get(Examples.STEP).open).isNotEmpty();
    assertThat(state.spanKinds).containsExactly("SERVER");
  }

  private static void detector(DetectorState state) {
    assertThat(state.open).isTrue();
    assertThat(state.entity).isEqualTo("demo.shop/orders");
    assertThat(state.peakScore).isEqualTo(50);
    assertThat(state.threshold.ready).isTrue();
    assertThat(state.threshold.model).isEqualTo("m@1");
  }

  private static void prediction(PredictionState state) {
    assertThat(state.series.open).isTrue();
    assertThat(state.series.scales).hasSize(5);
    assertThat(state.entity).isEqualTo("demo.shop/orders");
    assertThat(state.limit).isEqualTo(1);
    assertThat(state.exhaustedAt).isGreaterThan(state.newest);
  }

  private static void diagnoser(DiagnoserState state) {
    assertThat(state.problems).hasSize(1);
    assertThat(state.changes).hasSize(1);
    assertThat(state.pending).hasSize(1);
    assertThat(state.graph.edges).hasSize(1);
    assertThat(state.advancedTo).isEqualTo(StateFixtures.START + 5_000);
  }

  private static void catalog(ModelCatalog state) {
    // The first release called the order a pin; what the file says is read again at the first look.
    assertThat(state.lines.get("m").order).isEmpty();
    assertThat(state.lines.get("m").pinned).isEmpty();
    assertThat(state.lines.get("m").valid).containsExactly("1");
    assertThat(state.lines.get("m").hashes).containsEntry("1", "hash");
  }

  private static void incidents(SystemIncidents state, IncidentState expected) {
    assertThat(state.system).isEqualTo("demo.shop");
    assertThat(state.incidents).hasSize(1);
    assertThat(state.incidents.get(0).incident.getState()).isEqualTo(expected);
    assertThat(state.incidents.get(0).incident.getActiveAnomalies()).containsExactly("a-orders");
    boolean asked = expected == IncidentState.AWAITING_APPROVAL;
    assertThat(state.incidents.get(0).incident.getSteps()).hasSize(asked ? 1 : 0);
    assertThat(state.incidents.get(0).calls).isEqualTo(asked ? 1 : 0);
    assertThat(state.incidents.get(0).recurredAt == null).isFalse();
  }

  @Test
  void everyTypeHasAFirstVersion() {
    assertThat(StateFixtures.all().keySet())
        .allSatisfy(type -> assertThat(FILES.resolve(type + ".v1.bin")).exists());
  }

  @Test
  void whatIsWrittenTodayIsReadToday() throws IOException {
    byte[] content = StateFile.bytes(SeenControls.class, new SeenControls());

    assertThat(StateFile.read(SeenControls.class, content).seen).isEmpty();
  }
}
