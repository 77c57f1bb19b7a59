package dev.nightshift.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.patterns.PatternLibrary.Source;
import dev.nightshift.patterns.PatternRoster.Look;
import dev.nightshift.patterns.PatternRoster.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatternRosterTest {

  private static final String TEXT =
      """
      name: NAME
      description: fine
      within: 5m
      stages:
        - stage: first
          kind: anomaly
          where: event.severity > 2.0
      concludes: {entity: first, fault_type: unknown, text: it came}
      """;

  private final List<Refusal> refusals = new ArrayList<>();
  private final PatternRoster roster = new PatternRoster(List.of(file("a")));

  private static Source file(String name) {
    return new Source("/patterns/" + name + ".yaml", TEXT.replace("NAME", name));
  }

  private boolean look(Source... files) {
    return roster.refresh(new Look(List.of(files), List.of()), refusals::add);
  }

  private boolean lookTwice(Source... files) {
    boolean first = look(files);
    return look(files) || first;
  }

  @Test
  void newFileComesIntoForceOnceTwoLooksSawTheSame() {
    assertThat(look(file("a"), file("b"))).isFalse();
    assertThat(look(file("a"), file("b"))).isTrue();
    assertThat(roster.inForce()).containsExactly(file("a"), file("b"));
    assertThat(look(file("a"), file("b"))).isFalse();
  }

  @Test
  void fileThatIsBeingWrittenIsNotRefused() {
    Source half = new Source(file("b").name(), "name: b\nwith");
    look(file("a"), half);
    assertThat(lookTwice(file("a"), file("b"))).isTrue();
    assertThat(refusals).isEmpty();
  }

  @Test
  void faultyFileIsRefusedOnceAndItsLastGoodTextStays() {
    Source broken = new Source(file("a").name(), file("a").yaml().replace("> 2.0", ">"));
    assertThat(lookTwice(broken)).isFalse();
    assertThat(lookTwice(broken)).isFalse();
    assertThat(roster.inForce()).containsExactly(file("a"));
    assertThat(refusals).hasSize(1);
    assertThat(refusals.get(0).reason()).startsWith("/patterns/a.yaml:7: ");
  }

  @Test
  void fileThatIsGoneGoesOutOfForceButNotIfItsPlaceCannotBeRead() {
    Look unreadable = new Look(List.of(), List.of("/patterns"));
    for (int i = 0; i < 3; i++) {
      assertThat(roster.refresh(unreadable, refusals::add)).isFalse();
    }
    assertThat(lookTwice()).isTrue();
    assertThat(roster.inForce()).isEmpty();
  }

  @Test
  void secondFileOfTheSamePatternWaitsUntilTheFirstIsGone() {
    Source copy = new Source("/patterns/copy.yaml", file("a").yaml());
    assertThat(lookTwice(file("a"), copy)).isFalse();
    assertThat(refusals.get(0).reason()).contains("copy.yaml", "already", "/patterns/a.yaml");
    assertThat(lookTwice(copy)).isTrue();
    assertThat(roster.inForce()).containsExactly(copy);
  }
}
