package dev.nightshift.actuator;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.nightshift.actuator.notify.Incidents;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is told what, on a real database and against a server that counts. */
@Tag("slow")
class NotifierIT {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private LedgerDatabase database;
  private ActuatorConfig config;

  @BeforeEach
  void start() {
    server.start();
    accepts();
    Postgres.clear();
    String notify =
        "notify: {pagerduty: {url: '"
            + server.baseUrl()
            + "/v2/enqueue', routing-key: '${env:HOOK}'}}\n";
    config = Samples.config(Postgres.url(), "http://localhost:1/x", Samples.FREE + notify);
    database = LedgerDatabase.open(config.database());
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
    server.stop();
  }

  private void accepts() {
    server.stubFor(post("/v2/enqueue").willReturn(aResponse().withStatus(202)));
  }

  private Notifier notifier(Instant now) {
    return new Notifier(
        config.notifications().orElseThrow(),
        database,
        Clock.fixed(now, ZoneOffset.UTC),
        new ActuatorMetrics());
  }

  private static RequestSource.Message message(Incident incident) throws Exception {
    return new RequestSource.Message(
        "incidents", Samples.bytes(Incident.getEncoder().encode(incident)), NOW.toEpochMilli());
  }

  private static Incident escalated() {
    return Incidents.through("inc-1", IncidentState.OPEN, IncidentState.ESCALATED);
  }

  private static Incident healed() {
    return Incidents.through(
        "inc-1", IncidentState.OPEN, IncidentState.ESCALATED, IncidentState.RESOLVED);
  }

  private List<String> told(String event) {
    return server
        .findAll(
            postRequestedFor(urlEqualTo("/v2/enqueue"))
                .withRequestBody(containing("\"event_action\":\"" + event + "\"")))
        .stream()
        .map(request -> request.getBodyAsString())
        .toList();
  }

  @Test
  void eachStageIsToldOnceHoweverOftenTheSnapshotComes() throws Exception {
    Notifier notifier = notifier(NOW);
    for (int i = 0; i < 3; i++) {
      notifier.snapshot(message(escalated()));
      notifier.round();
    }
    assertThat(told("trigger")).singleElement().asString().contains("\"dedup_key\":\"inc-1\"");
    notifier.snapshot(message(healed()));
    // An older snapshot that comes late changes nothing.
    notifier.snapshot(message(escalated()));
    notifier.round();
    notifier(NOW).round();
    assertThat(told("trigger")).hasSize(1);
    assertThat(told("resolve")).hasSize(1);
  }

  @Test
  void whatWasNotTakenIsTriedAgainAlsoByTheNextActuator() throws Exception {
    server.stubFor(post("/v2/enqueue").willReturn(aResponse().withStatus(503)));
    Notifier first = notifier(NOW);
    first.snapshot(message(escalated()));
    first.round();
    assertThat(told("trigger")).isNotEmpty();
    assertThat(Postgres.rows("notification WHERE delivered IS NULL AND attempts > 0")).isEqualTo(1);
    server.resetRequests();
    accepts();
    Notifier second = notifier(NOW.plus(Duration.ofMinutes(10)));
    second.round();
    assertThat(told("trigger")).hasSize(1);
    assertThat(Postgres.rows("notification WHERE delivered = 'TRIGGERED'")).isEqualTo(1);
  }

  @Test
  void nobodyIsWokenForYesterdayOrForWhatHealedByItself() throws Exception {
    Notifier late = notifier(NOW.plus(Duration.ofHours(2)));
    late.snapshot(message(escalated()));
    Notifier notifier = notifier(NOW);
    notifier.snapshot(
        message(Incidents.through("inc-2", IncidentState.OPEN, IncidentState.RESOLVED)));
    notifier.snapshot(new RequestSource.Message("incidents", new byte[] {1}, NOW.toEpochMilli()));
    notifier.round();
    assertThat(Postgres.rows("notification")).isZero();
    assertThat(told("trigger")).isEmpty();
  }
}
