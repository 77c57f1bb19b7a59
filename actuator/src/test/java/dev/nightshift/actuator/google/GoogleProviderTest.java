package dev.nightshift.actuator.google;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.http.HttpProviderContract;
import dev.nightshift.actuator.http.Json;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cloud Functions and Cloud Run: an identity token for the address, from the token endpoint. */
class GoogleProviderTest extends HttpProviderContract {

  @Override
  protected String section(String url, String bounds) {
    return "{credentials: '${env:ACCOUNT}', services: {heal: '" + url + "/heal'}, " + bounds + "}";
  }

  @Override
  protected ProviderSettings read(ConfigNode section) {
    return GoogleSettings.read(section, name -> account());
  }

  @Override
  protected String operation() {
    return "call_service";
  }

  @Override
  protected Map<String, String> parameters() {
    return Map.of("service", "heal");
  }

  @Override
  protected MappingBuilder act() {
    return post("/heal");
  }

  @Override
  protected ResponseDefinitionBuilder accepted() {
    return okJson("{\"healed\":true}");
  }

  @Override
  protected boolean keepsRecord() {
    return false;
  }

  private static final KeyPair KEYS = keys();

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private String account() {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return Json.object()
        .put("type", "service_account")
        .put("client_id", "1")
        .put("client_email", "healer@acme.iam")
        .put("private_key_id", "k1")
        .put("private_key", pem)
        .put("token_uri", server.baseUrl() + "/token")
        .toString();
  }

  /** An identity token that looks like one; the service behind it is not the one to check it. */
  private static String token() {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String claims = "{\"aud\":\"x\",\"iss\":\"y\",\"sub\":\"z\",\"iat\":1,\"exp\":4102444800}";
    return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  @Override
  protected void prepare() {
    server.stubFor(post("/token").willReturn(okJson("{\"id_token\":\"" + token() + "\"}")));
  }

  @Override
  protected String golden() {
    return "google.http";
  }

  /** The token is asked for with an assertion that the account's key signed, for the address. */
  @Test
  void theTokenIsForTheService() throws Exception {
    answers(accepted());
    execute(false);
    String body = server.findAll(postRequestedFor(urlEqualTo("/token"))).get(0).getBodyAsString();
    String assertion =
        URLDecoder.decode(body, StandardCharsets.UTF_8).replaceAll(".*assertion=([^&]+).*", "$1");
    String[] parts = assertion.split("\\.");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(KEYS.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
        .contains("\"target_audience\":\"" + server.baseUrl() + "/heal\"");
  }

  @Test
  void withoutATokenNothingIsSent() throws Exception {
    server.stubFor(post("/token").willReturn(aResponse().withStatus(401)));
    answers(accepted());
    var answer = execute(false);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains("no credentials");
    assertThat(acts()).isEmpty();
  }
}
