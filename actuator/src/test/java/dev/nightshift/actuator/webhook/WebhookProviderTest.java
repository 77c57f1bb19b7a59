package dev.nightshift.actuator.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.http.HttpProviderContract;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The webhook: the contract of all, and what only its protocol has. */
class WebhookProviderTest extends HttpProviderContract {

  private static final String DONE = "{\"status\":\"succeeded\",\"detail\":\"restarted\"}";

  @Override
  protected String section(String url, String bounds) {
    return "{url: '" + url + "/act', secret: '${env:SECRET}', " + bounds + "}";
  }

  @Override
  protected ProviderSettings read(ConfigNode section) {
    return WebhookSettings.read(section, name -> SECRET);
  }

  @Override
  protected String operation() {
    return "restart";
  }

  @Override
  protected Map<String, String> parameters() {
    return Map.of("grace", "5");
  }

  @Override
  protected MappingBuilder act() {
    return post("/act");
  }

  @Override
  protected ResponseDefinitionBuilder accepted() {
    return okJson(DONE);
  }

  @Override
  protected boolean keepsRecord() {
    return true;
  }

  @Override
  protected void record(boolean known) {
    server.stubFor(
        get("/act/inc-1%3A0%3A1").willReturn(known ? okJson(DONE) : aResponse().withStatus(404)));
  }

  @Override
  protected String golden() {
    return "webhook.http";
  }

  @Test
  void theSignatureIsOverTimeAndBody() throws Exception {
    answers(accepted());
    assertThat(execute(false)).isEqualTo(new ProviderAnswer(Outcome.SUCCEEDED, "restarted", 1));
    LoggedRequest sent = acts().get(0);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed = sent.getHeader("X-Nightshift-Timestamp") + "." + sent.getBodyAsString();
    assertThat(sent.getHeader("X-Nightshift-Signature"))
        .isEqualTo(
            "v1=" + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void theReceiversFailureIsAFailure() throws Exception {
    answers(okJson("{\"status\":\"failed\",\"detail\":\"no quorum\"}"));
    assertThat(execute(true)).isEqualTo(new ProviderAnswer(Outcome.FAILED, "no quorum", 1));
  }

  @Test
  void aBusyKeyIsLookedUpUntilItIsDone() throws Exception {
    answers(aResponse().withStatus(409));
    server.stubFor(
        get(anyUrl())
            .inScenario("g")
            .willSetStateTo("x")
            .willReturn(okJson("{\"status\":\"executing\"}")));
    server.stubFor(get(anyUrl()).inScenario("g").whenScenarioStateIs("x").willReturn(okJson(DONE)));
    assertThat(execute(false).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(acts()).hasSize(1);
  }
}
