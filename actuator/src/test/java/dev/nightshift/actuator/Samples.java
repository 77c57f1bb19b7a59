package dev.nightshift.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.remedy.ControlKey;
import dev.nightshift.remedy.ControlSigner;
import dev.nightshift.remedy.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Requests, messages and configurations that the tests share. */
public final class Samples {

  static final String SECRET = "correct-horse-battery";
  static final String PASSWORD = "open-sesame-database";
  static final String BROKER_SECRET = "kafka-login-hush";
  static final String CONTROL_KEY = "the-big-red-button";

  /** Two actions without any limit in their way; only the first may be repeated. */
  static final String FREE =
      "limits: {max-concurrent: 100, max-concurrent-per-system: 100, max-per-hour: 1000,"
          + " max-per-target-and-hour: 100}\n"
          + "actions:\n  restart: {idempotent: true, cool-down: 0ms, max-per-target-and-hour: 100,"
          + " max-concurrent: 100}\n  failover: {cool-down: 0ms}\n";

  private Samples() {}

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** Waits for a condition, for as long as a busy machine may need. */
  public static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

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
    return control(id, kind, scope, at, "");
  }

  static ControlMessage control(
      String id, ControlKind kind, String scope, long at, String installation) {
    ControlMessage message =
        ControlMessage.newBuilder()
            .setId(id)
            .setKind(kind)
            .setScope(scope)
            .setReason("drill")
            .setAuthor("ada")
            .setAt(at)
            .setAudience(installation)
            .build();
    return new ControlSigner(new ControlKey("operator", Role.ADMIN, CONTROL_KEY)).sign(message);
  }

  static ActuatorConfig config(String jdbc, String webhook, String extra) {
    return config("{bootstrap: 'localhost:1'}", jdbc, webhook, extra);
  }

  static ActuatorConfig config(String kafka, String jdbc, String webhook, String extra) {
    String yaml =
        """
        mode: auto
        lease: 1s
        shutdown-grace: 5s
        kafka: %s
        database: {url: "%s", user: postgres, password: "${env:DB}"}
        webhook: {url: "%s", secret: "${env:HOOK}", connect-timeout: 1s, timeout: 10s, attempts: 3,
                  backoff: 10ms, max-backoff: 50ms, deadline: 30s, deduplicates: false}
        control: {keys: {operator: "${env:CONTROL}"}}
        targets: [{system: demo.shop}]
        """
            .formatted(kafka, jdbc, webhook);
    Map<String, String> environment =
        Map.of("DB", PASSWORD, "HOOK", SECRET, "CONTROL", CONTROL_KEY, "BROKER", BROKER_SECRET);
    return ActuatorConfig.parse("test.yaml", yaml + extra, environment::get);
  }
}
