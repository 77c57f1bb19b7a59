package dev.nightshift.models.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.nightshift.models.remote.RemoteClient.Patience;
import dev.nightshift.models.remote.RemoteEndpoint.Protocol;
import dev.nightshift.models.remote.TestServer.Answer;
import dev.nightshift.models.remote.TestServer.Received;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Servers that let in only who signs as their documents say. */
class CloudProtocolsTest {

  private static final float[] WINDOWS = {1, Float.NaN, 1, 3};
  private static final String PREDICTIONS =
      "{\"predictions\":[{\"score\":4.5,\"feature_error\":[1,4.5]}],\"deployedModelId\":\"7\"}";
  private static final String REQUEST = "{\"instances\":[{\"windows\":[[1.0,0.0],[1.0,3.0]]}]}";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(request -> new Answer(500, "not told what to answer"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RemoteScores score(Protocol protocol, String path, RequestAuth auth) throws Exception {
    RemoteEndpoint endpoint =
        new RemoteEndpoint(protocol, server.url() + path, "", "eu-central-1", 0, 5000, 1, null);
    return new RemoteClient(endpoint, 2, 2, auth, Patience.STANDARD)
        .score(WINDOWS, 1)
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void sageMakerVerifiesTheSignature() throws Exception {
    server.answer(
        request ->
            expectedSignature(request, SECRET).equals(signatureOf(request))
                ? new Answer(200, PREDICTIONS)
                : new Answer(403, "{\"message\":\"SignatureDoesNotMatch\"}"));

    RemoteScores scores = score(Protocol.SAGEMAKER, "/endpoints/orders", aws(SECRET));

    assertThat(scores.scores()).containsExactly(4.5f);
    assertThat(scores.featureErrors()).containsExactly(1, 4.5f);
    Received request = server.received.get(0);
    assertThat(request.path()).isEqualTo("/endpoints/orders/invocations");
    assertThat(json(request.text())).isEqualTo(json(REQUEST));
    assertThat(request.headers().getFirst("X-Amz-Date")).isEqualTo("20260301T120000Z");
    assertThat(request.headers().getFirst("X-Amz-Security-Token")).isEqualTo("session");
    assertThat(request.headers().getFirst("Authorization"))
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-central-1/sagemaker/aws4_request")
        .doesNotContain(SECRET);
    assertThatThrownBy(() -> score(Protocol.SAGEMAKER, "/endpoints/orders", aws("wrong")))
        .hasMessageContaining("status 403")
        .hasMessageContaining("SignatureDoesNotMatch");
  }

  private static AwsAuth aws(String secret) {
    return new AwsAuth(
        "eu-central-1",
        StaticCredentialsProvider.create(
            AwsSessionCredentials.create("AKIDEXAMPLE", secret, "session")),
        CLOCK);
  }

  private static String signatureOf(Received request) {
    return request.headers().getFirst("Authorization").replaceFirst(".*Signature=", "");
  }

  /** AWS Signature Version 4 as its documentation describes it, from what arrived. */
  private static String expectedSignature(Received request, String secret) {
    try {
      String authorization = request.headers().getFirst("Authorization");
      String names = authorization.replaceFirst(".*SignedHeaders=([^,]+),.*", "$1");
      StringBuilder headers = new StringBuilder();
      for (String name : names.split(";", -1)) {
        headers.append(name).append(':').append(request.headers().getFirst(name)).append('\n');
      }
      String canonical =
          String.join(
              "\n",
              request.method(),
              request.path(),
              "",
              headers.toString(),
              names,
              sha256(request.body()));
      String scope = "20260301/eu-central-1/sagemaker/aws4_request";
      String toSign =
          String.join(
              "\n",
              "AWS4-HMAC-SHA256",
              request.headers().getFirst("X-Amz-Date"),
              scope,
              sha256(canonical.getBytes(StandardCharsets.UTF_8)));
      byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
      for (String part : scope.split("/", -1)) {
        key = hmac(key, part);
      }
      return HexFormat.of().formatHex(hmac(key, toSign));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(byte[] content) throws java.security.GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static byte[] hmac(byte[] key, String text)
      throws java.security.GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void vertexAiIssuesATokenForASignedClaimAndAsksForIt() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    server.answer(
        request -> {
          if (request.path().equals("/token")) {
            return isSigned(request, keys)
                ? new Answer(
                    200,
                    "{\"access_token\":\"t0k3n\",\"expires_in\":3600,\"token_type\":\"Bearer\"}")
                : new Answer(401, "{\"error\":\"invalid_grant\"}");
          }
          boolean known = "Bearer t0k3n".equals(request.headers().getFirst("Authorization"));
          return known ? new Answer(200, PREDICTIONS) : new Answer(401, "who are you?");
        });
    ServiceAccountCredentials account =
        ServiceAccountCredentials.newBuilder()
            .setClientEmail("nightshift@project.iam.gserviceaccount.com")
            .setPrivateKey(keys.getPrivate())
            .setPrivateKeyId("1")
            .setTokenServerUri(URI.create(server.url() + "/token"))
            .build();
    GoogleAuth auth = new GoogleAuth(account);
    String path = "/v1/projects/p/locations/europe-west3/endpoints/e";

    assertThat(score(Protocol.VERTEX_AI, path, auth).scores()).containsExactly(4.5f);
    assertThat(score(Protocol.VERTEX_AI, path, auth).scores()).containsExactly(4.5f);

    List<String> paths = server.received.stream().map(Received::path).toList();
    assertThat(paths)
        .as("one token serves both")
        .containsExactly("/token", path + ":predict", path + ":predict");
    assertThat(json(server.received.get(1).text())).isEqualTo(json(REQUEST));
    assertThatThrownBy(() -> score(Protocol.VERTEX_AI, path, RequestAuth.NONE))
        .hasMessageContaining("status 401: who are you?");
  }

  /** RFC 7523: a JSON Web Token, signed with RS256, stands for the account. */
  private static boolean isSigned(Received request, KeyPair keys) {
    try {
      String form = URLDecoder.decode(request.text(), StandardCharsets.UTF_8);
      String token =
          Arrays.stream(form.split("&", -1))
              .filter(field -> field.startsWith("assertion="))
              .findFirst()
              .orElseThrow()
              .substring("assertion=".length());
      String[] parts = token.split("\\.", -1);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
          && claims.path("scope").asText().equals("https://www.googleapis.com/auth/cloud-platform")
          && claims.path("iss").asText().equals("nightshift@project.iam.gserviceaccount.com");
    } catch (java.security.GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) throws java.io.IOException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void predictionsThatDoNotFitAreNoScore() {
    for (String body :
        List.of(
            "{\"predictions\":[]}",
            "{\"predictions\":[{\"score\":1}]}",
            "{\"predictions\":[{\"score\":\"high\",\"feature_error\":[1,2]}]}")) {
      server.answer(request -> new Answer(200, body));
      assertThatThrownBy(() -> score(Protocol.VERTEX_AI, "/e", RequestAuth.NONE))
          .as(body)
          .hasCauseInstanceOf(RemoteException.class);
    }
  }
}
