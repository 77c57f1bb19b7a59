package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.learn.ChallengerComparison;
import dev.nightshift.learn.ModelReports;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.learn.PromotionRule.Mode;
import dev.nightshift.models.CatalogEvent.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {

  private final ModelCatalog catalog = new ModelCatalog();

  @Test
  void tellsWhatAppearedChangedMovedAndWent() {
    assertThat(kinds(look("", "v1", "v2"))).containsExactly(Kind.APPEARED, Kind.APPEARED);
    assertThat(kinds(look("", "v1", "v2"))).isEmpty();
    assertThat(kinds(look("v1", "v1"))).containsExactly(Kind.GONE, Kind.CHAMPION_MOVED);
    StoredModel other = new StoredModel("m", "v1", "p", "another hash", 1, 1, false);
    assertThat(kinds(catalog.update(new StoreSnapshot(List.of(other), Map.of(), Map.of()))))
        .containsExactly(Kind.CHANGED, Kind.CHAMPION_MOVED);
  }

  @Test
  void manualObeysTheChampionFileAlone() {
    accept("", "v1", "v2");
    assertThat(decide(Mode.MANUAL)).isEmpty();
    look("v1", "v1", "v2");
    assertThat(decide(Mode.MANUAL)).containsExactly("v1 LOADED champion");
    look("v2", "v1", "v2");
    assertThat(decide(Mode.MANUAL)).containsExactly("v1 RETIRED ", "v2 PROMOTED champion");
    look("v1", "v1", "v2");
    assertThat(decide(Mode.MANUAL)).containsExactly("v2 RETIRED ", "v1 ROLLED_BACK champion");
  }

  @Test
  void immediateTakesTheNewestUnlessAFileNamesAnother() {
    accept("", "v1");
    assertThat(decide(Mode.IMMEDIATE)).containsExactly("v1 LOADED champion");
    accept("", "v1", "v2");
    assertThat(decide(Mode.IMMEDIATE))
        .containsExactly("v2 PROMOTED champion", "v1 LOADED challenger");
    accept("v1", "v1", "v2", "v3");
    assertThat(decide(Mode.IMMEDIATE)).containsExactly("v2 RETIRED ", "v1 ROLLED_BACK champion");
    assertThat(decide(Mode.IMMEDIATE)).isEmpty();
  }

  @Test
  void aRefusedVersionNeverCounts() {
    look("v2", "v1", "v2");
    catalog.accept("m", "v1");
    catalog.refuse("m", "v2");
    assertThat(decide(Mode.IMMEDIATE)).containsExactly("v1 LOADED champion");
  }

  @Test
  void guardedPromotesAChallengerThatCompares() {
    challenge();
    assertThat(hear(comparison("v1", "v2", 499, 0.4))).isEmpty();
    assertThat(hear(comparison("v1", "v2", 500, 0.4)))
        .containsExactly("v2 PROMOTED champion", "v1 LOADED challenger");
    assertThat(line().challenger).isEmpty();
    assertThat(catalog.unwritten()).containsExactly(Map.entry("m", "v2"));
    assertThat(hear(comparison("v1", "v2", 600, 0.4))).as("an old report").isEmpty();
  }

  @Test
  void guardedRetiresANoisyChallengerForGood() {
    challenge();
    assertThat(hear(comparison("v1", "v2", 500, 1.5))).containsExactly("v2 RETIRED ");
    assertThat(hear(comparison("v1", "v2", 900, 0.4))).isEmpty();
    assertThat(catalog.unwritten()).isEmpty();
    accept("", "v1", "v2", "v3");
    assertThat(decide(Mode.GUARDED)).containsExactly("v3 LOADED challenger");
  }

  @Test
  void guardedRetiresAChallengerThatMissesAKnownIncident() {
    challenge();
    ChallengerComparison comparison = comparison("v1", "v2", 500, 0.4);
    comparison.addLabel(true, true, false);
    assertThat(hear(comparison)).containsExactly("v2 RETIRED ");
  }

  @Test
  void theFormerChampionGoesWhenProbationIsPassed() {
    promote();
    assertThat(hear(comparison("v2", "v1", 499, 0.4))).isEmpty();
    accept("v2", "v1", "v2", "v3");
    assertThat(decide(Mode.GUARDED)).as("one comparison at a time").isEmpty();
    assertThat(hear(comparison("v2", "v1", 500, 0.4)))
        .containsExactly("v1 RETIRED ", "v3 LOADED challenger");
  }

  @Test
  void aStormOfAlarmsOnProbationBringsTheFormerChampionBackAtOnce() {
    promote();
    ChallengerComparison storm = new ChallengerComparison("m@v2", "m@v1");
    for (int i = 0; i < 5; i++) {
      storm.addWindow(2, 0.5);
    }
    assertThat(hear(storm)).isEmpty();
    storm.addWindow(2, 0.5);
    assertThat(hear(storm)).containsExactly("v2 RETIRED ", "v1 ROLLED_BACK champion");
    assertThat(catalog.unwritten()).containsExactly(Map.entry("m", "v1"));
    assertThat(decide(Mode.GUARDED)).as("it does not challenge again").isEmpty();
  }

  @Test
  void aVersionThatFailsInUseGivesWayToTheOneBefore() {
    promote();
    assertThat(hear(ModelReports.failure("m", "v2", "other bytes", "NaN", 1))).isEmpty();
    assertThat(hear(ModelReports.failure("m", "v2", "hash v2", "gave NaN", 1)))
        .containsExactly("v2 RETIRED ", "v1 ROLLED_BACK champion");
    assertThat(hear(ModelReports.failure("m", "v2", "hash v2", "gave NaN", 1)))
        .as("every task reports it")
        .isEmpty();
    assertThat(hear(ModelReports.failure("unknown", "v2", "hash v2", "gave NaN", 1))).isEmpty();
  }

  @Test
  void aChallengerThatFailsIsGone() {
    challenge();
    assertThat(hear(ModelReports.failure("m", "v2", "hash v2", "too slow", 1)))
        .containsExactly("v2 RETIRED ");
    assertThat(decide(Mode.GUARDED)).isEmpty();
  }

  @Test
  void manualGoesBackToWhatAPersonHadChosenBeforeTheFailure() {
    accept("v1", "v1", "v2");
    decide(Mode.MANUAL);
    look("v2", "v1", "v2");
    decide(Mode.MANUAL);
    assertThat(
            shown(
                catalog.hear(
                    PromotionRule.of(Mode.MANUAL),
                    ModelReports.failure("m", "v2", "hash v2", "gave NaN", 1))))
        .containsExactly("v2 RETIRED ", "v1 ROLLED_BACK champion");
    assertThat(decide(Mode.MANUAL)).isEmpty();
  }

  @Test
  void aPinnedChampionIsNeverReplaced() {
    promote();
    assertThat(pin("v1", "v1", "v2", "v3"))
        .containsExactly("v2 RETIRED ", "v1 ROLLED_BACK champion");
    assertThat(decide(Mode.GUARDED)).isEmpty();
    assertThat(decide(Mode.IMMEDIATE)).isEmpty();
    look("v2", "v1", "v2", "v3");
    assertThat(line().pinned).as("unpinned").isEmpty();
    accept("v1", "v1", "v2", "v3", "v4");
    assertThat(decide(Mode.GUARDED)).containsExactly("v4 LOADED challenger");
    assertThat(pin("v1", "v1", "v2", "v3", "v4")).containsExactly("v4 RETIRED ");
  }

  @Test
  void aPinThatNamesNothingHoldsNothing() {
    accept("", "v1");
    decide(Mode.GUARDED);
    assertThat(pin("v9", "v1", "v2")).containsExactly("v2 LOADED challenger");
  }

  @Test
  void goingBackByTheChampionFileIsNotUndoneByTheVersionLeft() {
    accept("v2", "v1", "v2");
    assertThat(decide(Mode.GUARDED)).containsExactly("v2 LOADED champion");
    look("v1", "v1", "v2");
    assertThat(decide(Mode.GUARDED)).containsExactly("v2 RETIRED ", "v1 ROLLED_BACK champion");
    assertThat(decide(Mode.GUARDED)).isEmpty();
    accept("v1", "v1", "v2", "v3");
    assertThat(decide(Mode.GUARDED)).containsExactly("v3 LOADED challenger");
  }

  @Test
  void writingTheChampionFileAfterAVerdictIsNoOrder() {
    promote();
    catalog.written("m");
    assertThat(catalog.unwritten()).isEmpty();
    accept("v2", "v1", "v2");
    assertThat(decide(Mode.GUARDED)).isEmpty();
    assertThat(line().former).as("probation goes on").isEqualTo("v1");
  }

  @Test
  void aVanishedChampionIsReplacedByTheNewestThatIsLeft() {
    accept("", "v1");
    decide(Mode.GUARDED);
    accept("", "v1", "v2");
    decide(Mode.GUARDED);
    look("", "v2");
    assertThat(decide(Mode.GUARDED)).containsExactly("v1 RETIRED ", "v2 PROMOTED champion");
    look("");
    assertThat(decide(Mode.GUARDED)).containsExactly("v2 RETIRED ");
    assertThat(catalog.lines).isEmpty();
  }

  private void challenge() {
    accept("", "v1");
    decide(Mode.GUARDED);
    accept("", "v1", "v2");
    assertThat(decide(Mode.GUARDED)).containsExactly("v2 LOADED challenger");
  }

  private void promote() {
    challenge();
    hear(comparison("v1", "v2", 500, 0.4));
    assertThat(line().champion).isEqualTo("v2");
  }

  private ModelLine line() {
    return catalog.lines.get("m");
  }

  private static ChallengerComparison comparison(
      String champion, String challenger, int windows, double challengerRatio) {
    ChallengerComparison comparison = new ChallengerComparison("m@" + champion, "m@" + challenger);
    for (int i = 0; i < windows; i++) {
      comparison.addWindow(0.4, challengerRatio);
    }
    return comparison;
  }

  private List<String> hear(ChallengerComparison comparison) {
    return hear(ModelReports.of("m", comparison, 1));
  }

  private List<String> hear(ModelReport report) {
    return shown(catalog.hear(PromotionRule.of(Mode.GUARDED), report));
  }

  private List<String> pin(String pinned, String... versions) {
    catalog.update(new StoreSnapshot(stored("", versions), Map.of(), Map.of("m", pinned)));
    for (String version : versions) {
      catalog.accept("m", version);
    }
    return decide(Mode.GUARDED);
  }

  private List<CatalogEvent> look(String champion, String... versions) {
    Map<String, String> champions = champion.isEmpty() ? Map.of() : Map.of("m", champion);
    return catalog.update(new StoreSnapshot(stored(champion, versions), champions, Map.of()));
  }

  private static List<StoredModel> stored(String champion, String... versions) {
    return Arrays.stream(versions)
        .map(v -> new StoredModel("m", v, "m/" + v, "hash " + v, 1, 1, v.equals(champion)))
        .toList();
  }

  private void accept(String champion, String... versions) {
    look(champion, versions);
    for (String version : versions) {
      catalog.accept("m", version);
    }
  }

  private List<String> decide(Mode mode) {
    return shown(catalog.decide(PromotionRule.of(mode)));
  }

  private static List<String> shown(List<RoleChange> changes) {
    for (RoleChange change : changes) {
      assertThat(change.reason()).isNotBlank();
      assertThat(change.event()).isNotEqualTo(ModelEvent.REFUSED);
    }
    return changes.stream().map(c -> c.version() + " " + c.event() + " " + c.role()).toList();
  }

  private static List<Kind> kinds(List<CatalogEvent> events) {
    return events.stream().map(CatalogEvent::kind).toList();
  }
}
