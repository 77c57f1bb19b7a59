package dev.nightshift.actuator.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.nightshift.actuator.Samples;
import dev.nightshift.codec.AlertmanagerDecoder;
import dev.nightshift.codec.DecodeLimits;
import dev.nightshift.codec.TelemetryProblem;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Alertmanager itself: what it makes of our alerts, and what we make of its webhook. */
@Tag("slow")
class RealAlertmanagerIT {

  private final WireMockServer webhook =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  @TempDir private Path directory;
  private AlertmanagerServer alertmanager;
  private Channel channel;

  @BeforeEach
  void start() throws Exception {
    AlertmanagerBinary binary = AlertmanagerBinary.find();
    webhook.start();
    webhook.stubFor(any(anyUrl()).willReturn(ok()));
    alertmanager = new AlertmanagerServer(binary, directory, webhook.baseUrl() + "/hook");
    String yaml = "notify: {alertmanager: {url: '" + alertmanager.url() + "', timeout: 5s}}";
    channel =
        NotifySettings.read(ConfigNode.parse("t.yaml", yaml).get("notify"), name -> null)
            .channels()
            .get(0)
            .apply(Clock.systemUTC());
  }

  @AfterEach
  void stop() throws Exception {
    if (alertmanager != null) {
      alertmanager.close();
    }
    webhook.stop();
  }

  private void tell(String incident, Stage stage) throws Exception {
    IncidentState last = stage == Stage.RESOLVED ? IncidentState.RESOLVED : IncidentState.ESCALATED;
    Notice notice = Notice.of(Incidents.through(incident, IncidentState.OPEN, last), stage);
    assertThat(channel.deliver(notice)).isEqualTo(Delivery.delivered());
  }

  private List<String> told(String... words) {
    var wanted = postRequestedFor(urlEqualTo("/hook"));
    for (String word : words) {
      wanted = wanted.withRequestBody(containing(word));
    }
    return webhook.findAll(wanted).stream().map(request -> request.getBodyAsString()).toList();
  }

  @Test
  void anIncidentIsOneAlertOfItsSystemAndEndsWhenItHeals() throws Exception {
    tell("inc-1", Stage.TRIGGERED);
    tell("inc-2", Stage.TRIGGERED);
    tell("inc-1", Stage.TRIGGERED);

    Samples.until("both are told", () -> !told("inc-1", "inc-2").isEmpty());
    JsonNode alerts = alertmanager.alerts("active=true");
    assertThat(alerts).hasSize(2);
    assertThat(alerts.findValuesAsText("incident")).containsExactlyInAnyOrder("inc-1", "inc-2");
    assertThat(alerts.findValuesAsText("state")).containsOnly("active");
    assertThat(alerts.get(0).at("/annotations/summary").asText()).contains("orders leaks memory");
    JsonNode groups = alertmanager.groups();
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).at("/labels/system").asText()).isEqualTo("demo.shop");
    assertThat(groups.get(0).path("alerts")).hasSize(2);

    tell("inc-1", Stage.RESOLVED);

    Samples.until("its end is told", () -> !told("\"status\":\"resolved\"", "inc-1").isEmpty());
    Samples.until("one is left", () -> alertmanager.alerts("active=true").size() == 1);
    assertThat(alertmanager.alerts("active=true").findValuesAsText("incident"))
        .containsExactly("inc-2");
  }

  @Test
  void aSilenceOfTheSystemHoldsForItsIncidents() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String silence =
        alertmanager
            .post(
                "/api/v2/silences",
                """
                {"matchers": [{"name": "system", "value": "demo.shop", "isRegex": false}],
                 "startsAt": "%s", "endsAt": "%s", "createdBy": "ada", "comment": "drill"}
                """
                    .formatted(now, now.plus(Duration.ofHours(1))))
            .path("silenceID")
            .asText();

    tell("inc-1", Stage.TRIGGERED);
    // Another alert that comes later and is told shows that the silent one had its chance.
    post("PaymentsSlow", "payment", now);

    Samples.until("the other is told", () -> !told("PaymentsSlow").isEmpty());
    assertThat(told("inc-1")).isEmpty();
    JsonNode alert = alertmanager.alerts("filter=system%3D%22demo.shop%22").get(0);
    assertThat(alert.at("/status/state").asText()).isEqualTo("suppressed");
    assertThat(alert.at("/status/silencedBy/0").asText()).isEqualTo(silence);
  }

  @Test
  void itsWebhookIsReadAsTheSourceOfAlertsReadsIt() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    post("OrdersSlow", "orders", now.minusSeconds(60));
    Samples.until("it is told", () -> !told("OrdersSlow").isEmpty());

    List<TelemetryProblem> problems = new ArrayList<>();
    assertThat(decode(told("OrdersSlow").get(0), now, problems))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.entity()).isEqualTo(Entity.service("prod.shop", "orders"));
              assertThat(event.kind()).isEqualTo("alert");
              assertThat(event.timeMillis()).isEqualTo(now.minusSeconds(60).toEpochMilli());
              assertThat(event.id()).matches("[0-9a-f]{16}");
              assertThat(event.summary()).isEqualTo("OrdersSlow: p99 above 2 s");
            });
    assertThat(problems).isEmpty();

    // Our own alerts name no service: they do not come back to us as a cause.
    tell("inc-1", Stage.TRIGGERED);
    Samples.until("ours is told", () -> !told("inc-1").isEmpty());
    assertThat(decode(told("inc-1").get(0), now, problems)).isEmpty();
    assertThat(problems)
        .extracting(TelemetryProblem::reason)
        .containsExactly(TelemetryProblem.Reason.NO_ENTITY);
  }

  /** An alert as Prometheus would send it. */
  private void post(String name, String service, Instant since) {
    alertmanager.post(
        "/api/v2/alerts",
        """
        [{"labels": {"alertname": "%s", "service": "%s", "namespace": "shop", "environment": "prod"},
          "annotations": {"summary": "p99 above 2 s"}, "startsAt": "%s"}]
        """
            .formatted(name, service, since));
  }

  private static List<ChangeEvent> decode(
      String notification, Instant now, List<TelemetryProblem> problems) throws Exception {
    List<ChangeEvent> events = new ArrayList<>();
    new AlertmanagerDecoder(DecodeLimits.DEFAULT, "")
        .decode(
            notification.getBytes(StandardCharsets.UTF_8),
            now.toEpochMilli(),
            events::add,
            problems::add);
    return events;
  }
}
