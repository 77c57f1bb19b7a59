package dev.nightshift.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is refused by looking at a request alone. */
class AdmissionTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static String refusal(Consumer<ActionRequest.Builder> change) {
    return refusal("", change);
  }

  private static String refusal(String mode, Consumer<ActionRequest.Builder> change) {
    ActuatorConfig config =
        Samples.config("jdbc:postgresql:x", "http://localhost/x", "actions: {restart: {}}");
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
              config.webhook(),
              config.control(),
              config.retention(),
              config.limits(),
              config.actions());
    }
    ActionRequest.Builder request = Samples.request("k").setDecidedAt(NOW.toEpochMilli());
    change.accept(request);
    return new Admission(config).refusal(request.build(), NOW).orElse("");
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
    assertThat(refusal(r -> r.setMode("observe"))).contains("mode is 'observe'");
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
    assertThat(refusal("OBSERVE", r -> r.setApprovedBy("ada"))).contains("mode observe");
    assertThat(refusal("APPROVE", r -> {})).contains("nobody approved");
    assertThat(refusal("APPROVE", r -> r.setApprovedBy("ada"))).isEmpty();
  }
}
