package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import java.util.Map;

/** Requests, messages and configurations that the tests share. */
final class Samples {

  static final String SECRET = "correct-horse-battery";
  static final String CONTROL_KEY = "red-button";

  private Samples() {}

  static ActionRequest.Builder request(String key) {
    return ActionRequest.newBuilder()
        .setKey(key)
        .setIncident("inc-1")
        .setSystem("demo.shop")
        .setAction("restart")
        .setTarget("demo.shop/orders")
        .setParameters(Map.of("grace", "5"))
        .setPolicy("shop")
        .setMode("auto")
        .setRisk("low")
        .setConfidence(0.9)
        .setFaultType("memory_leak")
        .setIdempotent(true)
        .setDecidedAt(System.currentTimeMillis());
  }

  static ControlMessage control(String id, ControlKind kind, String scope, long at) {
    ControlMessage message =
        ControlMessage.newBuilder()
            .setId(id)
            .setKind(kind)
            .setScope(scope)
            .setReason("drill")
            .setAuthor("ada")
            .setAt(at)
            .setKeyId("operator")
            .build();
    message.setSignature(HmacControlAuthority.signature(message, Secret.of(CONTROL_KEY)));
    return message;
  }

  static ActuatorConfig config(String jdbc, String webhook, String extra) {
    String yaml =
        """
        mode: auto
        lease: 1s
        shutdown-grace: 5s
        kafka: {bootstrap: "localhost:1"}
        database: {url: "%s", user: postgres, password: "${env:DB}"}
        webhook: {url: "%s", secret: "${env:HOOK}", connect-timeout: 1s, timeout: 700ms, attempts: 3,
                  backoff: 10ms, max-backoff: 50ms, deadline: 5s, deduplicates: false}
        control: {keys: {operator: "${env:CONTROL}"}}
        targets: [{system: demo.shop}]
        """
            .formatted(jdbc, webhook);
    Map<String, String> environment =
        Map.of("DB", "postgres", "HOOK", SECRET, "CONTROL", CONTROL_KEY);
    return ActuatorConfig.parse("test.yaml", yaml + extra, environment::get);
  }
}
