package dev.nightshift.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events as the specifications and the vendors' documentation show them. */
class EventDecodersTest {

  private static final long NOW = 1_790_000_100_000L;
  private static final long AT = 1_790_000_000_000L;
  private static final String TIME = "2026-09-21T16:13:20+02:00";

  private final List<ChangeEvent> changes = new ArrayList<>();
  private final List<TelemetryProblem> problems = new ArrayList<>();

  private void cloudEvents(String system, Map<String, String> attributes, String payload)
      throws MalformedTelemetryException {
    new CloudEventsDecoder(DecodeLimits.DEFAULT, system)
        .decode(bytes(payload), attributes, NOW, changes::add, problems::add);
  }

  private void cloudEvent(String payload) throws MalformedTelemetryException {
    cloudEvents("prod.shop", Map.of(), payload);
  }

  private void alerts(String payload) throws MalformedTelemetryException {
    new AlertmanagerDecoder(DecodeLimits.DEFAULT, "prod.shop")
        .decode(bytes(payload), NOW, changes::add, problems::add);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String event(String type, String rest) {
    return """
        {"specversion": "1.0", "id": "e1", "source": "/ci", "type": "%s", "time": "%s"%s}
        """
        .formatted(type, TIME, rest);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.cdevents.service.deployed.0.2.0, deployment",
    "dev.cdevents.service.rolledback.0.2.0, deployment",
    "dev.cdevents.environment.modified.0.2.0, config_change",
    "dev.cdevents.incident.detected.0.2.0, alert",
    "com.example.config.rollout, config_change",
    "com.example.feature-flag.turned-on, feature_flag",
    "com.example.autoscaler.scaled, scaling",
    "com.example.Release, deployment",
  })
  void theTypeTellsTheKind(String type, String kind) throws Exception {
    cloudEvent(event(type, ", \"subject\": \"orders\""));

    assertThat(changes).extracting(ChangeEvent::kind).containsExactly(kind);
  }

  @Test
  void aDeliveryNamesItsServiceAndEnvironmentInItsSubject() throws Exception {
    cloudEvent(
        event(
            "dev.cdevents.service.deployed.0.2.0",
            """
            , "data": {"context": {"version": "0.4.1"},
              "subject": {"id": "orders", "type": "service",
                "content": {"environment": {"id": "prod"}, "artifactId": "pkg:oci/orders@sha256:0b"}}}
            """));

    assertThat(changes)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.entity()).isEqualTo(Entity.service("prod.default", "orders"));
              assertThat(change.timeMillis()).isEqualTo(AT);
              assertThat(change.id()).isEqualTo("e1");
            });
  }

  @Test
  void dataExtensionsAndSubjectsNameTheEntity() throws Exception {
    cloudEvent(
        event(
            "a.deployment",
            """
            , "data": {"service.name": "cart", "deployment.environment.name": "demo",
                       "service.namespace": "shop", "revision": "v7", "summary": "cart v7"}
            """));
    cloudEvent(event("a.deployment", ", \"servicename\": \"payment\""));
    cloudEvent(event("a.deployment", ", \"subject\": \"demo.shop/search\""));
    cloudEvent(event("a.deployment", ", \"subject\": \"orders\""));

    assertThat(changes)
        .extracting(change -> change.entity().key())
        .containsExactly(
            "demo.shop/cart", "prod.shop/payment", "demo.shop/search", "prod.shop/orders");
    assertThat(changes.get(0))
        .isEqualTo(
            new ChangeEvent(
                Entity.service("demo.shop", "cart"), AT, "deployment", "v7", "cart v7"));
  }

  @Test
  void binaryModeAndBatchesAreTheSameEvents() throws Exception {
    cloudEvents(
        "",
        Map.of(
            "specversion",
            "1.0",
            "id",
            "e2",
            "source",
            "/ci",
            "type",
            "x.deploy",
            "time",
            TIME,
            "subject",
            "prod.shop/orders"),
        "{\"summary\": \"orders v2\"}");
    cloudEvents(
        "",
        Map.of(),
        "["
            + event("x.deploy", ", \"subject\": \"prod.shop/a\"")
            + ","
            + event("x.deploy", ", \"subject\": \"prod.shop/b\"")
            + "]");

    assertThat(changes)
        .extracting(change -> change.entity().service())
        .containsExactly("orders", "a", "b");
    assertThat(changes.get(0).summary()).isEqualTo("orders v2");
  }

  @Test
  void whatIsNoChangeOrNamesNothingIsToldByName() throws Exception {
    cloudEvent(event("dev.cdevents.testsuiterun.finished.0.2.0", ", \"subject\": \"orders\""));
    cloudEvent(event("a.deployment", ""));
    cloudEvent(event("a.deployment", ", \"subject\": \"orders\"").replace(TIME, "yesterday"));
    cloudEvent(event("a.deployment", ", \"subject\": \"orders\"").replace("2026", "2036"));

    assertThat(changes).isEmpty();
    assertThat(problems)
        .extracting(TelemetryProblem::reason)
        .containsExactly(
            TelemetryProblem.Reason.UNKNOWN_EVENT,
            TelemetryProblem.Reason.NO_ENTITY,
            TelemetryProblem.Reason.NO_TIME,
            TelemetryProblem.Reason.FUTURE_TIME);
    assertThatThrownBy(() -> cloudEvent("{\"id\": \"1\"}"))
        .isInstanceOf(MalformedTelemetryException.class)
        .hasMessageContaining("'specversion' is missing");
  }

  @Test
  void firingAlertsAreEventsAndResolvedOnesAreNot() throws Exception {
    alerts(
        """
        {"version": "4", "groupKey": "{}:{alertname=\\"HighLatency\\"}", "status": "firing",
         "receiver": "nightshift", "groupLabels": {"alertname": "HighLatency"},
         "commonLabels": {}, "commonAnnotations": {}, "externalURL": "http://alertmanager",
         "alerts": [
          {"status": "firing",
           "labels": {"alertname": "HighLatency", "service": "orders", "severity": "page"},
           "annotations": {"summary": "p99 above 1 s"},
           "startsAt": "2026-09-21T14:13:20.000Z", "endsAt": "0001-01-01T00:00:00Z",
           "generatorURL": "http://prometheus/graph", "fingerprint": "1f2e3d"},
          {"status": "resolved", "labels": {"alertname": "HighLatency", "service": "cart"},
           "annotations": {}, "startsAt": "2026-09-21T14:00:00Z", "fingerprint": "ff"},
          {"status": "firing", "labels": {"alertname": "DeadMansSwitch"}, "annotations": {},
           "startsAt": "2026-09-21T14:13:20Z", "fingerprint": "aa"}]}
        """);

    assertThat(changes)
        .containsExactly(
            new ChangeEvent(
                Entity.service("prod.shop", "orders"),
                AT,
                "alert",
                "1f2e3d",
                "HighLatency: p99 above 1 s"));
    assertThat(problems)
        .containsExactly(
            new TelemetryProblem(TelemetryProblem.Reason.NO_ENTITY, "the alert DeadMansSwitch"));
    assertThatThrownBy(() -> alerts("[]")).hasMessageContaining("'alerts' is missing");
  }

  /** Whatever the bytes: decoded or refused, never another exception. */
  @Property(tries = 300)
  void randomTextIsDecodedOrRefused(@ForAll String text) {
    for (String payload :
        List.of(
            text,
            "{" + text,
            event("deploy", ", \"data\": \"" + text),
            "{\"alerts\":[" + text + "]}")) {
      attempt(() -> cloudEvent(payload));
      attempt(() -> alerts(payload));
    }
  }

  private static void attempt(Decoding decoding) {
    try {
      decoding.run();
    } catch (MalformedTelemetryException e) {
      assertThat(e.detail()).isNotBlank();
    }
  }

  private interface Decoding {
    void run() throws MalformedTelemetryException;
  }
}
