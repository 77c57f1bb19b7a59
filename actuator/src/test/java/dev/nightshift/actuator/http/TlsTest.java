package dev.nightshift.actuator.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.nightshift.config.ConfigNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own authority that asks for the caller's certificate too. */
class TlsTest {

  private static final String PASSWORD = "correct-horse-battery";

  @TempDir static Path folder;
  private static WireMockServer server;

  @BeforeAll
  static void start() throws Exception {
    identity("server", "server");
    identity("client", "client");
    keytool(
        "-importcert",
        "-noprompt",
        "-file",
        path("client.pem"),
        "-alias",
        "client",
        "-keystore",
        path("trusted.p12"));
    server =
        new WireMockServer(
            WireMockConfiguration.options()
                .dynamicHttpsPort()
                .httpDisabled(true)
                .keystorePath(path("server.p12"))
                .keystoreType("PKCS12")
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD)
                .trustStorePath(path("trusted.p12"))
                .trustStoreType("PKCS12")
                .trustStorePassword(PASSWORD)
                .needClientAuth(true));
    server.start();
    server.stubFor(any(anyUrl()).willReturn(ok("here")));
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void forget() {
    server.resetRequests();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static void identity(String name, String alias) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        alias,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=dns:localhost",
        "-validity",
        "2",
        "-keystore",
        path(name + ".p12"));
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        alias,
        "-file",
        path(name + ".pem"),
        "-keystore",
        path(name + ".p12"));
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private HttpReply call(String tls) throws Exception {
    ConfigNode node = ConfigNode.parse("t.yaml", "{timeout: 20s, connect-timeout: 20s" + tls + "}");
    HttpSettings settings = HttpSettings.read(node, Duration.ofMinutes(1), name -> PASSWORD);
    assertThat(settings.toString()).doesNotContain(PASSWORD);
    URI url = URI.create("https://localhost:" + server.httpsPort() + "/act");
    return new HttpCaller(settings).send(HttpRequest.newBuilder(url).GET());
  }

  @Test
  void bothSidesShowWhoTheyAre() throws Exception {
    HttpReply reply =
        call(
            ", tls: {authorities: %s, key-store: %s, key-store-password: '${env:P}'}"
                .formatted(path("server.pem"), path("client.p12")));
    assertThat(reply.describe()).isEqualTo("HTTP 200");
  }

  @Test
  void aServerOfAnUnknownAuthorityGetsNoOrder() throws Exception {
    HttpReply reply = call("");
    assertThat(reply.answered()).isFalse();
    assertThat(reply.sent()).isFalse();
  }

  @Test
  void withoutACertificateOfOurOwnTheServerTakesNothing() throws Exception {
    assertThat(call(", tls: {authorities: " + path("server.pem") + "}").answered()).isFalse();
    assertThat(server.findAll(anyRequestedFor(anyUrl()))).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> call(", tls: {authorities: /nowhere/ca.pem}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/nowhere/ca.pem");
  }
}
