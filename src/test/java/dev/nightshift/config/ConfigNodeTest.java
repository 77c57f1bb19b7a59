package dev.nightshift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfigNodeTest {

  @Test
  void readsTypes() {
    ConfigNode root = ConfigNode.parse("job.yaml", "a: {b: 10s, c: [x, y], d: 0.5}\ne: true\n");

    assertThat(root.get("a").duration("b", Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
    assertThat(root.get("a").texts("c")).containsExactly("x", "y");
    assertThat(root.get("a").number("d", 0, 0, 1)).isEqualTo(0.5);
    assertThat(root.flag("e", false)).isTrue();
    assertThat(root.integer("absent", 7, 0, 10)).isEqualTo(7);
  }

  @Test
  void errorsNameFileLineAndExpectation() {
    ConfigNode root = ConfigNode.parse("job.yaml", "a:\n  b: soon\n  zz: 1\n");

    assertThatThrownBy(() -> root.get("a").allow("b"))
        .hasMessageContaining("job.yaml:3")
        .hasMessageContaining("a.zz")
        .hasMessageContaining("expected one of b");
    assertThatThrownBy(() -> root.get("a").get("b").duration())
        .hasMessageContaining("job.yaml:2")
        .hasMessageContaining("found 'soon'");
    assertThatThrownBy(() -> root.text("missing")).hasMessageContaining("'missing' is missing");
    assertThatThrownBy(() -> ConfigNode.parse("x.yaml", "a: [1\nb: 2"))
        .hasMessageContaining("x.yaml:2");
    assertThatThrownBy(() -> ConfigNode.parse("x.yaml", "a: 1\na: 2"))
        .hasMessageContaining("x.yaml:2")
        .hasMessageContaining("twice");
  }
}
