package dev.nightshift.job.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureSet;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.job.operator.Examples;
import dev.nightshift.telemetry.Entity;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActiveModelsTest {

  private static ModelAnnouncement model(
      String name, String version, Role role, String system, String service) {
    return new ModelAnnouncement(
        name,
        version,
        role,
        "",
        "",
        new FeatureSet(
            name + "@" + version,
            new EntitySelector(system, service, "*"),
            Examples.STEP,
            2,
            List.of(Examples.gauge("cpu"))),
        null);
  }

  private static List<String> modelsOf(ActiveModels models, String service) {
    return models.featureSetsOf(Entity.service("demo.shop", service)).stream()
        .map(FeatureSet::model)
        .toList();
  }

  @Test
  void theMostSpecificSelectorWins() {
    ActiveModels models =
        new ActiveModels(
            List.of(
                model("any", "1", Role.CHAMPION, "*", "*"),
                model("system", "1", Role.CHAMPION, "demo.shop", "*"),
                model("prefix", "1", Role.CHAMPION, "*", "check*"),
                model("exact", "1", Role.CHAMPION, "*", "orders")));

    assertThat(modelsOf(models, "orders")).containsExactly("exact@1");
    assertThat(modelsOf(models, "checkout")).containsExactly("prefix@1");
    assertThat(modelsOf(models, "cart")).containsExactly("system@1");
    assertThat(models.featureSetsOf(Entity.service("other", "cart")))
        .extracting(FeatureSet::model)
        .containsExactly("any@1");
  }

  @Test
  void anEntityThatNoModelIsAboutHasNone() {
    ActiveModels models =
        new ActiveModels(List.of(model("exact", "1", Role.CHAMPION, "demo.shop", "orders")));

    assertThat(modelsOf(models, "cart")).isEmpty();
  }

  @Test
  void championAndChallengersOfOneNameGoTogether() {
    ActiveModels models =
        new ActiveModels(
            List.of(
                model("m", "1", Role.CHAMPION, "*", "*"),
                model("m", "2", Role.CHALLENGER, "*", "*"),
                model("other", "1", Role.CHAMPION, "other", "*")));

    assertThat(modelsOf(models, "orders")).containsExactly("m@1", "m@2");
  }

  @Test
  void aNewChampionPutsTheOldOneOfItsNameOutOfForce() {
    ActiveModels models =
        new ActiveModels(
            List.of(
                model("m", "1", Role.CHAMPION, "*", "*"),
                model("other", "1", Role.CHAMPION, "other", "*")));

    assertThat(models.apply(model("m", "2", Role.CHAMPION, "*", "*"))).containsExactly("m@1");
    assertThat(models.byId()).containsOnlyKeys("m@2", "other@1");
    // The old one is retired after the new one came: nothing is left to take away.
    assertThat(models.apply(new ModelAnnouncement("m", "1", Role.RETIRED, "", "", null, null)))
        .isEmpty();
    assertThat(models.byId()).containsOnlyKeys("m@2", "other@1");
  }

  @Test
  void aPromotedChallengerIsTheSameModelWithAnotherRole() {
    ActiveModels models =
        new ActiveModels(
            List.of(
                model("m", "1", Role.CHAMPION, "*", "*"),
                model("m", "2", Role.CHALLENGER, "*", "*")));

    models.apply(model("m", "2", Role.CHAMPION, "*", "*"));

    assertThat(models.byId()).containsOnlyKeys("m@2");
    assertThat(models.byId().get("m@2").role()).isEqualTo(Role.CHAMPION);
  }
}
