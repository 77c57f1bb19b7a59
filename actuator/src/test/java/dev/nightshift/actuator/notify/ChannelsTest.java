package dev.nightshift.actuator.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.IncidentState;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The channels against real servers: what they send byte by byte, and every kind of answer. */
class ChannelsTest {

  private static final String SECRET = "correct-horse-battery";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T01:00:00Z"), ZoneOffset.UTC);

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private String section(String name) {
    String url = server.baseUrl();
    return switch (name) {
      case "pagerduty" -> "pagerduty: {url: '" + url + "/v2/enqueue', routing-key: '${env:S}'";
      case "alertmanager" -> "alertmanager: {url: '" + url + "', token: '${env:S}'";
      case "slack-bot" -> "slack: {url: '" + url + "/api', token: '${env:S}', channel: C024BE91L";
      default -> "slack: {webhook: '${env:HOOK}'";
    };
  }

  private Channel channel(String name) {
    String yaml = "notify: {" + section(name) + ", timeout: 1s}}";
    return NotifySettings.read(
            ConfigNode.parse("t.yaml", yaml).get("notify"),
            key -> key.equals("HOOK") ? server.baseUrl() + "/services/" + SECRET : SECRET)
        .channels()
        .get(0)
        .apply(CLOCK);
  }

  private static Notice notice(Stage stage) {
    IncidentState last =
        stage == Stage.RESOLVED ? IncidentState.RESOLVED : IncidentState.REMEDIATING;
    return Notice.of(
        stage == Stage.TRIGGERED
            ? Incidents.through("inc-1", IncidentState.OPEN, IncidentState.ESCALATED)
            : Incidents.through("inc-1", IncidentState.OPEN, IncidentState.ESCALATED, last),
        stage);
  }

  private void answers(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pagerduty", "alertmanager", "slack-bot", "slack-webhook"})
  void everyStageIsSentAsTheReceiverWantsIt(String name) throws Exception {
    answers(okJson("{\"ok\":true}"));
    StringBuilder sent = new StringBuilder();
    for (Stage stage : Stage.values()) {
      server.resetRequests();
      assertThat(channel(name).deliver(notice(stage)).state()).isEqualTo(Delivery.State.DELIVERED);
      LoggedRequest request = server.findAll(anyRequestedFor(anyUrl())).get(0);
      sent.append(request.getMethod() + " " + request.getUrl() + "\n");
      if (request.getHeader("Authorization") != null) {
        sent.append("Authorization: " + request.getHeader("Authorization") + "\n");
      }
      sent.append(request.getBodyAsString()).append("\n\n");
    }
    Path file = Path.of("src/test/resources/golden/notify-" + name + ".http");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, sent);
    }
    assertThat(sent.toString()).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED",
    "401, REJECTED",
    "403, REJECTED",
    "404, REJECTED",
    "429, LATER",
    "500, LATER",
    "503, LATER"
  })
  void onlyWhatMayPassIsTriedAgain(int status, Delivery.State state) throws Exception {
    answers(aResponse().withStatus(status).withHeader("Retry-After", "7"));
    for (String name : new String[] {"pagerduty", "alertmanager", "slack-webhook"}) {
      Delivery delivery = channel(name).deliver(notice(Stage.TRIGGERED));
      assertThat(delivery.state()).isEqualTo(state);
      assertThat(delivery.detail()).doesNotContain(SECRET);
      if (state == Delivery.State.LATER) {
        assertThat(delivery.retryAfter()).contains(Duration.ofSeconds(7));
      }
    }
  }

  @Test
  void silenceAndBrokenConnectionsAreTriedAgain() throws Exception {
    answers(aResponse().withFixedDelay(3000));
    assertThat(channel("pagerduty").deliver(notice(Stage.TRIGGERED)).state())
        .isEqualTo(Delivery.State.LATER);
    answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(channel("pagerduty").deliver(notice(Stage.TRIGGERED)).state())
        .isEqualTo(Delivery.State.LATER);
  }

  @Test
  void slackSaysNoWithStatus200() throws Exception {
    answers(okJson("{\"ok\":false,\"error\":\"channel_not_found\"}"));
    Delivery delivery = channel("slack-bot").deliver(notice(Stage.TRIGGERED));
    assertThat(delivery.state()).isEqualTo(Delivery.State.REJECTED);
    assertThat(delivery.detail()).contains("channel_not_found");
  }

  @Test
  void mailsOfAnIncidentAreOneThread() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try {
      Channel email = email(mail.getSmtp().getPort());
      assertThat(email.deliver(notice(Stage.TRIGGERED)).state())
          .isEqualTo(Delivery.State.DELIVERED);
      assertThat(email.deliver(notice(Stage.RESOLVED)).state()).isEqualTo(Delivery.State.DELIVERED);
      MimeMessage[] received = mail.getReceivedMessages();
      assertThat(received).hasSize(2);
      assertThat(received[0].getSubject())
          .isEqualTo("[triggered] demo.shop: orders leaks memory (escalated)");
      assertThat(GreenMailUtil.getBody(received[0]))
          .contains("Cause: demo.shop/orders, memory_leak (confidence 0.93)");
      assertThat(received[1].getHeader("In-Reply-To")[0]).isEqualTo(received[0].getMessageID());
      assertThat(received[1].getMessageID()).isNotEqualTo(received[0].getMessageID());
    } finally {
      mail.stop();
    }
    assertThat(email(1).deliver(notice(Stage.TRIGGERED)).state()).isEqualTo(Delivery.State.LATER);
  }

  private static Channel email(int port) {
    String yaml =
        "notify: {email: {host: localhost, port: "
            + port
            + ", protection: none, from: nightshift@acme, to: [oncall@acme], timeout: 5s}}";
    return NotifySettings.read(ConfigNode.parse("t.yaml", yaml).get("notify"), key -> null)
        .channels()
        .get(0)
        .apply(CLOCK);
  }
}
