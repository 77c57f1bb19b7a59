package dev.nightshift.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is refused by looking at a request alone. */
class AdmissionTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final String ACTIONS =
      """
      kubernetes: {namespaces: {demo.shop: shop}}
      actions:
        restart: {}
        grow: {provider: kubernetes, operation: scale, parameters: {add: "1"}}
        evict: {provider: kubernetes, operation: restart_pod}
        drain: {provider: kubernetes, operation: drain_node}
      """;

  private static String refusal(Consumer<ActionRequest.Builder> change) {
    return refusal("", change);
  }

  private static String refusal(String mode, Consumer<ActionRequest.Builder> change) {
    ActionRequest.Builder request = Samples.request("k").setDecidedAt(NOW.toEpochMilli());
    change.accept(request);
    return admission(mode).refusal(request.build(), NOW).orElse("");
  }

  private static Admission admission(String mode) {
    ActuatorConfig config = Samples.config("jdbc:postgresql:x", "http://localhost/x", ACTIONS);
    if (!mode.isEmpty()) {
      config =
          new ActuatorConfig(
              Mode.valueOf(mode),
              config.requestMaxAge(),
              config.lease(),
              config.workers(),
              config.shutdownGrace(),
              config.httpPort(),
              config.kafka(),
              config.database(),
              config.providers(),
              config.notifications(),
              config.control(),
              config.retention(),
              config.limits(),
              config.actions());
    }
    return new Admission(config);
  }

  @Test
  void aGoodRequestIsAdmitted() {
    assertThat(refusal(r -> r.setExpiresAt(NOW.toEpochMilli()))).isEmpty();
  }

  @Test
  void eachFaultHasItsReason() {
    long now = NOW.toEpochMilli();
    assertThat(refusal(r -> r.setKey("a\nb"))).contains("visible ASCII");
    assertThat(refusal(r -> r.setAction("rm"))).contains("'rm' is not allowed");
    assertThat(refusal(r -> r.setTarget("x"))).contains("malformed");
    assertThat(refusal(r -> r.setTarget("prod.bank/core"))).contains("not part of");
    assertThat(refusal(r -> r.setSystem("prod.bank").setTarget("prod.bank/core")))
        .contains("not allowed for restart");
    assertThat(refusal(r -> r.setExpiresAt(now - 1))).contains("expired");
    assertThat(refusal(r -> r.setDecidedAt(now - 600_001))).contains("older than");
    assertThat(refusal(r -> r.setDecidedAt(now + 120_001))).contains("future");
    assertThat(refusal(r -> r.setMode("maybe"))).contains("mode is 'maybe'");
    assertThat(refusal(r -> r.setMode("approve"))).contains("nobody approved");
    assertThat(refusal(r -> r.setRisk("high"))).contains("needs an approval");
    assertThat(refusal(r -> r.setRisk("?"))).contains("needs an approval");
    assertThat(refusal(r -> r.setConfidence(0.49))).contains("below");
    assertThat(refusal(r -> r.setConfidence(Double.NaN))).contains("below");
    assertThat(refusal(r -> r.setConfidence(0.1).setUndo(true))).isEmpty();
    assertThat(refusal(r -> r.setRisk("critical").setApprovedBy("ada"))).isEmpty();
  }

  @Test
  void theModeIsAKillSwitch() {
    assertThat(refusal("APPROVE", r -> {})).contains("nobody approved");
    assertThat(refusal("APPROVE", r -> r.setApprovedBy("ada"))).isEmpty();
  }

  /** What is only planned is admitted without consent, and never as anything but a dry run. */
  @Test
  void observingIsADryRunWhateverWasApproved() {
    assertThat(refusal("OBSERVE", r -> r.setRisk("critical"))).isEmpty();
    assertThat(admission("OBSERVE").dryRun(Samples.request("k").setApprovedBy("ada").build()))
        .isTrue();
    assertThat(admission("AUTO").dryRun(Samples.request("k").setMode("observe").build())).isTrue();
    assertThat(admission("AUTO").dryRun(Samples.request("k").build())).isFalse();
    assertThat(refusal(r -> r.setMode("observe").setTarget("prod.bank/core")))
        .contains("not part of");
  }

  @Test
  void anUndoableActionIsRefusedAsUndo() {
    assertThat(refusal(r -> r.setAction("evict").setUndo(true))).contains("cannot be undone");
  }

  @Test
  void parametersAreCheckedAgainstTheSchemaAndFixedOnesWin() {
    assertThat(refusal(r -> r.setAction("grow").setParameters(Map.of("kind", "pod"))))
        .contains("'kind' is 'pod'", "expected deployment or statefulset");
    assertThat(refusal(r -> r.setAction("grow").setParameters(Map.of("ad", "1"))))
        .contains("unknown parameter 'ad'", "expected one of kind, add, replicas");
    ActionRequest request =
        Samples.request("k")
            .setAction("grow")
            .setParameters(Map.of("add", "9", "kind", "statefulset"))
            .build();
    assertThat(admission("AUTO").order(request).parameters())
        .containsOnly(Map.entry("add", "1"), Map.entry("kind", "statefulset"));
  }

  /** The operation's own class counts, whatever a policy calls it. */
  @Test
  void anOperationsOwnRiskNeedsAnApprovalToo() {
    assertThat(refusal(r -> r.setAction("drain").setParameters(Map.of()).setRisk("low")))
        .contains("is of risk HIGH and needs an approval");
  }
}
