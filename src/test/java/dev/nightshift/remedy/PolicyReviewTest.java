package dev.nightshift.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyReviewTest {

  private static final String HEAD =
      """
      version: v
      actions:
        restart: {risk: low, idempotent: true, undo: start}
        start: {risk: low, idempotent: true}
        wipe: {risk: critical, idempotent: true}
      """;

  private static PolicySet policies(String rest) {
    return PolicyFile.parse("p", HEAD + rest);
  }

  @Test
  void aRuleThatNeverGovernsAndAnActionThatNobodyUsesAreNamed() {
    assertThat(
            PolicyReview.warnings(
                policies(
                    """
                    rules:
                      - {name: all leaks, fault_types: [leak, oom], actions: [restart]}
                      - {name: one leak, selector: {service: cart}, fault_types: [leak], actions: [restart]}
                      - {name: any cart, selector: {service: cart}, actions: [restart]}
                    """)))
        .containsExactly(
            "rule 'one leak' never governs: rule 'all leaks' before it fits all that it fits",
            "no rule uses 'wipe'");
  }

  @Test
  void aConditionOrANarrowerRuleShadowsNothing() {
    assertThat(
            PolicyReview.warnings(
                policies(
                    """
                    rules:
                      - {name: night, when: time.hour < 6, actions: [restart]}
                      - {name: cart, selector: {service: ca*}, actions: [restart]}
                      - {name: rest, actions: [wipe]}
                    """)))
        .isEmpty();
  }

  @Test
  void whereAutomationActsSomebodyShouldBeCalled() {
    assertThat(
            PolicyReview.warnings(
                policies(
                    """
                    systems: {a.b: {mode: auto}, c.d: {mode: observe}}
                    rules: [{name: r, actions: [restart, wipe]}]
                    """)))
        .containsExactly("nobody is called when a person is needed for a.b");
  }
}
