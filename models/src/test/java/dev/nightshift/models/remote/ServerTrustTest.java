package dev.nightshift.models.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.models.remote.RemoteClient.Patience;
import dev.nightshift.models.remote.RemoteEndpoint.Protocol;
import dev.nightshift.models.remote.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever can write to the model store gets no credentials sent to himself. */
class ServerTrustTest {

  private static final float[] WINDOWS = {1, 2, 1, 3};
  private static final String SCORED =
      "{\"outputs\":[{\"name\":\"feature_error\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,4]},"
          + "{\"name\":\"score\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[4.5]}]}";

  @TempDir Path directory;

  private static RemoteEndpoint endpoint(Protocol protocol, String url) {
    return new RemoteEndpoint(protocol, url, "orders", "eu-central-1", 0, 5000, 1, null);
  }

  private static RequestAuth auth(RemoteEndpoint endpoint, Map<String, String> environment)
      throws IOException {
    return new ServerTrust(environment::get).authOf(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "SAGEMAKER, https://runtime.sagemaker.eu-central-1.amazonaws.com/endpoints/o",
    "SAGEMAKER, https://runtime-fips.sagemaker.us-east-1.amazonaws.com/endpoints/o",
    "SAGEMAKER, https://vpce-1.runtime.sagemaker.us-east-1.vpce.amazonaws.com/endpoints/o",
    "SAGEMAKER, https://runtime.sagemaker.cn-north-1.amazonaws.com.cn/endpoints/o"
  })
  void aVendorsHostsGetItsCredentials(Protocol protocol, String url) throws IOException {
    assertThat(auth(endpoint(protocol, url), Map.of())).isInstanceOf(AwsAuth.class);
  }

  @ParameterizedTest
  @CsvSource({
    "VERTEX_AI, https://aiplatform.googleapis.com.evil.example/v1/e",
    "VERTEX_AI, https://evil.example/aiplatform.googleapis.com/v1/e",
    "VERTEX_AI, https://storage.googleapis.com/v1/e",
    "SAGEMAKER, https://runtime.sagemaker.eu-central-1.amazonaws.com.evil.example/endpoints/o",
    "SAGEMAKER, https://ec2-1-2-3-4.compute.amazonaws.com/endpoints/o",
    "SAGEMAKER, http://localhost:8080/endpoints/o"
  })
  void othersDoNot(Protocol protocol, String url) {
    assertThatThrownBy(() -> auth(endpoint(protocol, url), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gets none of its credentials")
        .hasMessageContaining(ServerTrust.HOSTS);
  }

  @Test
  void whoRunsTheProcessMayNameProxies() throws IOException {
    RemoteEndpoint proxied = endpoint(Protocol.SAGEMAKER, "https://Proxy.example/endpoints/o");
    assertThat(auth(proxied, Map.of(ServerTrust.HOSTS, "other.example, proxy.example")))
        .isInstanceOf(AwsAuth.class);
  }

  @Test
  void aServerGetsItsOwnTokenAndTheNewOneWhenItWasRenewed() throws Exception {
    Path tokens = Files.writeString(directory.resolve("tokens"), "127.0.0.1 = first\n");
    try (TestServer server =
        new TestServer(
            request ->
                "Bearer first".equals(request.headers().getFirst("Authorization"))
                    ? new Answer(200, SCORED)
                    : new Answer(401, "who are you?"))) {
      RemoteEndpoint endpoint =
          endpoint(Protocol.OPEN_INFERENCE_V2, server.url().replace("localhost", "127.0.0.1"));
      RequestAuth auth = auth(endpoint, Map.of(ServerTrust.TOKENS, tokens.toString()));
      RemoteClient client = new RemoteClient(endpoint, 2, 2, auth, Patience.STANDARD);

      assertThat(client.score(WINDOWS, 1).get(20, TimeUnit.SECONDS).scores()).containsExactly(4.5f);

      Files.writeString(tokens, "127.0.0.1 = second\n");
      Files.setLastModifiedTime(tokens, FileTime.from(Instant.EPOCH));
      assertThatThrownBy(() -> client.score(WINDOWS, 1).get(20, TimeUnit.SECONDS))
          .hasMessageContaining("status 401")
          .hasMessageNotContaining("second");
      assertThat(server.received.get(1).headers().getFirst("Authorization"))
          .isEqualTo("Bearer second");
    }
  }

  @Test
  void aTokenIsForOneHostAndNeverTravelsInTheClear() throws IOException {
    Path tokens = Files.writeString(directory.resolve("tokens"), "models.example = t0k3n\n");
    Map<String, String> environment = Map.of(ServerTrust.TOKENS, tokens.toString());

    assertThat(auth(endpoint(Protocol.OPEN_INFERENCE_V2, "https://evil.example"), environment))
        .isSameAs(RequestAuth.NONE);
    assertThatThrownBy(
            () -> auth(endpoint(Protocol.OPEN_INFERENCE_V2, "http://models.example"), environment))
        .hasMessageContaining("is not https")
        .hasMessageNotContaining("t0k3n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "bad"})
  void aFileThatCannotBeReadIsSaid(String name) throws IOException {
    Path file = directory.resolve(name);
    if (name.equals("bad")) {
      Files.writeString(file, "models.example = \\u00zz\n");
    }
    assertThatThrownBy(
            () ->
                auth(
                    endpoint(Protocol.OPEN_INFERENCE_V2, "https://models.example"),
                    Map.of(ServerTrust.TOKENS, file.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }
}
