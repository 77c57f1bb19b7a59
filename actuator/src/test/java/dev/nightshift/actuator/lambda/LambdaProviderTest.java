package dev.nightshift.actuator.lambda;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.http.HttpProviderContract;
import dev.nightshift.actuator.http.Json;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** AWS Lambda: signed with Signature Version 4, which the golden file holds. */
class LambdaProviderTest extends HttpProviderContract {

  @Override
  protected String section(String url, String bounds) {
    return "{url: '"
        + url
        + "', region: eu-central-1, access-key-id: '${env:ID}', secret-access-key: '${env:KEY}', session-token: '${env:TOKEN}', functions: [heal], "
        + bounds
        + "}";
  }

  @Override
  protected ProviderSettings read(ConfigNode section) {
    return LambdaSettings.read(section, name -> SECRET);
  }

  @Override
  protected String operation() {
    return "invoke";
  }

  @Override
  protected Map<String, String> parameters() {
    return Map.of("function", "heal");
  }

  @Override
  protected MappingBuilder act() {
    return post("/2015-03-31/functions/heal/invocations");
  }

  @Override
  protected ResponseDefinitionBuilder accepted() {
    return okJson("{\"healed\":true}");
  }

  @Override
  protected boolean keepsRecord() {
    return false;
  }

  @Override
  protected String golden() {
    return "lambda.http";
  }

  /** It covers the server's address, whose port differs from run to run. */
  @Override
  protected String mask(String request) {
    return request.replaceAll("Signature=[0-9a-f]{64}", "Signature=*");
  }

  /**
   * Computed a second time, from the request as it arrived and the rules of Signature Version 4.
   */
  @Test
  void theSignatureIsTheOneThatAwsWouldCompute() throws Exception {
    answers(accepted());
    execute(false);
    LoggedRequest sent = acts().get(0);
    String authorization = sent.getHeader("Authorization");
    String names = authorization.replaceAll(".*SignedHeaders=([^,]+),.*", "$1");
    assertThat(names).contains("host", "x-amz-date", "x-amz-security-token");
    StringBuilder canonical = new StringBuilder("POST\n" + sent.getUrl() + "\n\n");
    for (String name : names.split(";")) {
      canonical.append(name).append(':').append(sent.getHeader(name).strip()).append('\n');
    }
    canonical.append('\n').append(names).append('\n').append(Json.digest(sent.getBodyAsString()));
    String time = sent.getHeader("X-Amz-Date");
    String scope = time.substring(0, 8) + "/eu-central-1/lambda/aws4_request";
    String text =
        "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + Json.digest(canonical.toString());
    byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    assertThat(authorization)
        .startsWith("AWS4-HMAC-SHA256 Credential=" + SECRET + "/" + scope)
        .endsWith("Signature=" + HexFormat.of().formatHex(hmac(key, text)));
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anErrorOfTheFunctionIsAFailure() throws Exception {
    answers(okJson("{\"errorMessage\":\"no\"}").withHeader("X-Amz-Function-Error", "Unhandled"));
    var answer = execute(true);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains("Unhandled", "errorMessage");
  }
}
