package dev.nightshift.actuator;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.nightshift.actuator.Samples.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.nightshift.actuator.notify.Calls;
import dev.nightshift.contract.Notification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An escalation chain on a real broker and database, against pagers that count. */
@Tag("slow")
class CallsIT extends OnKafka {

  private final WireMockServer pagers =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private Actuator actuator;

  @BeforeEach
  void begin() throws Exception {
    pagers.start();
    pagers.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202)));
    actuator = start();
  }

  @AfterEach
  void end() {
    actuator.close();
    pagers.stop();
  }

  private Actuator start() throws Exception {
    String notify =
        ("notify: {calls: %s, contacts: {oncall: {pagerduty: {url: '%s/oncall', routing-key:"
                + " '${env:HOOK}'}}, lead: {pagerduty: {url: '%s/lead', routing-key:"
                + " '${env:HOOK}'}}}}\n")
            .formatted(topics.name("calls"), pagers.baseUrl(), pagers.baseUrl());
    return start(topics.config(), notify);
  }

  private void send(Notification call) throws Exception {
    topics.send("calls", call.getIncident(), Samples.bytes(Notification.getEncoder().encode(call)));
  }

  private int told(String contact, String event) {
    return pagers
        .findAll(
            postRequestedFor(urlEqualTo("/" + contact))
                .withRequestBody(containing("\"event_action\":\"" + event + "\"")))
        .size();
  }

  @Test
  void eachLevelIsCalledOnceAndAllWhoWereCalledAreToldWhatCameOfIt() throws Exception {
    send(Calls.escalation("inc-1", 1, "oncall"));
    until("the first call", () -> told("oncall", "trigger") == 1);
    assertThat(told("lead", "trigger")).isZero();
    actuator.close();
    // Read again by the next actuator, as after a crash before the offset was committed.
    send(Calls.escalation("inc-1", 1, "oncall"));
    send(Calls.escalation("inc-1", 2, "lead"));
    actuator = start();
    until("the second call", () -> told("lead", "trigger") == 1);

    send(Calls.acknowledged("inc-1", 2, "oncall", "lead"));
    until("both hear that somebody is at it", () -> told("lead", "acknowledge") == 1);
    send(Calls.resolved("inc-1", "oncall", "lead"));
    until("both hear that it is over", () -> told("lead", "resolve") == 1);
    until("both hear that it is over", () -> told("oncall", "resolve") == 1);

    assertThat(told("oncall", "trigger")).as("the repetition is the same call").isEqualTo(1);
    assertThat(told("oncall", "acknowledge")).isEqualTo(1);
    assertThat(Postgres.rows("notification WHERE delivered = 'RESOLVED'")).isEqualTo(2);
  }

  @Test
  void aFurtherCallOfTheSameLevelPagesAgainAndAPagerThatFailsIsTriedAgain() throws Exception {
    pagers.stubFor(
        post(urlEqualTo("/lead"))
            .inScenario("outage")
            .whenScenarioStateIs("Started")
            .willSetStateTo("over")
            .willReturn(aResponse().withStatus(503)));
    pagers.stubFor(
        post(urlEqualTo("/lead"))
            .inScenario("outage")
            .whenScenarioStateIs("over")
            .willReturn(aResponse().withStatus(202)));

    send(Calls.escalation("inc-2", 1, "lead"));
    until("the retry", () -> Postgres.rows("notification WHERE delivered = 'TRIGGERED'") == 1);
    assertThat(told("lead", "trigger")).isEqualTo(2);
    send(Calls.escalation("inc-2", 2, "lead"));
    until("the repeated call", () -> told("lead", "trigger") == 3);
  }

  @Test
  void aNameThatNobodyHasCallsEverybody() throws Exception {
    send(Calls.escalation("inc-3", 1, "onkall"));

    until("all are called", () -> told("oncall", "trigger") + told("lead", "trigger") == 2);
    assertThat(actuator.metrics().value("calls", "unknown_contact")).isEqualTo(1);
  }
}
