package dev.nightshift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest {

  @Test
  void answersOverMapsAndLists() {
    Condition condition =
        Condition.compile("event.score > 2.0 && 'cpu' in event.features", List.of("event"));

    assertThat(condition.test(Map.of("event", Map.of("score", 3.0, "features", List.of("cpu")))))
        .isTrue();
    assertThat(condition.test(Map.of("event", Map.of("score", 1.0, "features", List.of("cpu")))))
        .isFalse();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Condition.compile("event.score >", List.of("event")))
        .hasMessageContaining("event.score >");
    assertThatThrownBy(() -> Condition.compile("other", List.of("event")))
        .hasMessageContaining("other");
    Condition number = Condition.compile("event.a", List.of("event"));
    assertThatThrownBy(() -> number.test(Map.of("event", Map.of("a", 1L))))
        .hasMessageContaining("not true or false");
    assertThatThrownBy(() -> number.test(Map.of("event", Map.of())))
        .hasMessageContaining("cannot be answered");
  }
}
