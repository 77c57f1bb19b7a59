package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.models.CatalogEvent.Kind;
import dev.nightshift.models.PromotionRule.Mode;
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
    assertThat(kinds(catalog.update(new StoreSnapshot(List.of(other), Map.of()))))
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
  void immediateTakesTheNewestUnlessPinned() {
    accept("", "v1");
    assertThat(decide(Mode.IMMEDIATE)).containsExactly("v1 LOADED champion");
    accept("", "v1", "v2");
    assertThat(decide(Mode.IMMEDIATE)).containsExactly("v1 RETIRED ", "v2 PROMOTED champion");
    accept("v1", "v1", "v2", "v3");
    assertThat(decide(Mode.IMMEDIATE)).containsExactly("v2 RETIRED ", "v1 ROLLED_BACK champion");
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
    accept("", "v1");
    decide(Mode.GUARDED);
    accept("", "v1", "v2");
    assertThat(decide(Mode.GUARDED)).containsExactly("v2 LOADED challenger");
    assertThat(decide(comparison(499, 0.4f))).isEmpty();
    assertThat(decide(comparison(500, 0.4f)))
        .containsExactly("v1 RETIRED ", "v2 PROMOTED champion");
    assertThat(catalog.lines.get("m").challenger).isEmpty();
  }

  @Test
  void guardedRetiresANoisyChallengerForGood() {
    accept("", "v1");
    decide(Mode.GUARDED);
    accept("", "v1", "v2");
    decide(Mode.GUARDED);
    assertThat(decide(comparison(500, 1.5f))).containsExactly("v2 RETIRED ");
    assertThat(decide(comparison(900, 0.4f))).isEmpty();
    accept("", "v1", "v2", "v3");
    assertThat(decide(Mode.GUARDED)).containsExactly("v3 LOADED challenger");
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
  void writingThePointerAfterAPromotionChangesNothing() {
    accept("", "v1");
    decide(Mode.GUARDED);
    accept("", "v1", "v2");
    decide(Mode.GUARDED);
    decide(comparison(500, 0.4f));
    accept("v2", "v1", "v2", "v3");
    assertThat(decide(Mode.GUARDED)).containsExactly("v3 LOADED challenger");
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

  @Test
  void comparisonsOfParallelOperatorsAddUp() {
    ChallengerComparison one = comparison(10, 0.5f);
    one.add(2, 1, 3, 1);
    ChallengerComparison other = comparison(5, 0.5f);
    one.merge(other);
    assertThat(one.windows).isEqualTo(16);
    assertThat(one.sharedAlarms).isOne();
    assertThat(one.sharedShare()).isEqualTo(1);
    assertThat(one.alarmRatio()).isEqualTo(1);
  }

  private static ChallengerComparison comparison(int windows, float challengerScore) {
    ChallengerComparison comparison = new ChallengerComparison("m@v1", "m@v2");
    for (int i = 0; i < windows; i++) {
      comparison.add(0.4f, 1, challengerScore, 1);
    }
    return comparison;
  }

  private List<CatalogEvent> look(String champion, String... versions) {
    List<StoredModel> models =
        Arrays.stream(versions)
            .map(v -> new StoredModel("m", v, "m/" + v, "hash " + v, 1, 1, v.equals(champion)))
            .toList();
    Map<String, String> champions = champion.isEmpty() ? Map.of() : Map.of("m", champion);
    return catalog.update(new StoreSnapshot(models, champions));
  }

  private void accept(String champion, String... versions) {
    look(champion, versions);
    for (String version : versions) {
      catalog.accept("m", version);
    }
  }

  private List<String> decide(Mode mode) {
    return shown(catalog.decide(PromotionRule.of(mode), Map.of()));
  }

  private List<String> decide(ChallengerComparison comparison) {
    return shown(catalog.decide(PromotionRule.of(Mode.GUARDED), Map.of("m", comparison)));
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
