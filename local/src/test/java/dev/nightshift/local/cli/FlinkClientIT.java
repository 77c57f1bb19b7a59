package dev.nightshift.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.nightshift.local.runtime.LocalCluster;
import dev.nightshift.local.runtime.TestKeys;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.SecurityOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Flink's client against a cluster behind TLS, and against a proxy that asks who calls. */
@Tag("slow")
class FlinkClientIT {

  private static final Path FLINK_CONF = Path.of("..", "flink-conf");
  private static final String PASSWORD = "hush-hush-4711";
  private static final Map<String, String> STORES =
      Map.of("NIGHTSHIFT_TRUSTSTORE_PASSWORD", PASSWORD, "NIGHTSHIFT_KEYSTORE_PASSWORD", PASSWORD);

  @TempDir private Path directory;

  private Path store(String name) throws Exception {
    Path store = directory.resolve(name + ".p12");
    TestKeys.make(store, PASSWORD);
    return store;
  }

  private static ClusterOptions options(Map<String, String> environment, Object... words) {
    ClusterOptions options = new ClusterOptions();
    options.setEnvironment(environment);
    new CommandLine(options)
        .parseArgs(Stream.of(words).map(Object::toString).toArray(String[]::new));
    return options;
  }

  private record Result(int code, String text) {}

  private Result list(ClusterOptions options) throws Exception {
    Path said = Files.createTempFile(directory, "said", ".txt");
    int code =
        new FlinkClient(FLINK_CONF, options)
            .run(
                List.of("list"),
                process -> process.redirectErrorStream(true).redirectOutput(said.toFile()));
    return new Result(code, Files.readString(said));
  }

  @Test
  void aClusterBehindTlsLetsInWhoIsKnownAndIsSpokenToOnlyIfItIs() throws Exception {
    Path keys = store("cluster");
    Path others = store("others");
    Configuration configuration =
        LocalCluster.configuration(FLINK_CONF, directory.resolve("state"));
    configuration.set(SecurityOptions.SSL_REST_ENABLED, true);
    configuration.set(SecurityOptions.SSL_REST_AUTHENTICATION_ENABLED, true);
    configuration.set(SecurityOptions.SSL_ALGORITHMS, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    configuration.set(SecurityOptions.SSL_REST_KEYSTORE, keys.toString());
    configuration.set(SecurityOptions.SSL_REST_KEYSTORE_PASSWORD, PASSWORD);
    configuration.set(SecurityOptions.SSL_REST_KEY_PASSWORD, PASSWORD);
    configuration.set(SecurityOptions.SSL_REST_TRUSTSTORE, keys.toString());
    configuration.set(SecurityOptions.SSL_REST_TRUSTSTORE_PASSWORD, PASSWORD);
    try (LocalCluster cluster = LocalCluster.start(configuration, 0, 1)) {
      Object address = cluster.address();
      assertThat(address.toString()).startsWith("https://");

      Result known =
          list(options(STORES, "--cluster", address, "--truststore", keys, "--keystore", keys));
      assertThat(known.code()).as(known.text()).isZero();
      assertThat(known.text()).contains("No running jobs").doesNotContain(PASSWORD);

      Result unknown = list(options(STORES, "--cluster", address, "--truststore", keys));
      assertThat(unknown.code()).as("without a certificate of its own").isNotZero();
      Result other =
          list(options(STORES, "--cluster", address, "--truststore", others, "--keystore", keys));
      assertThat(other.code()).as("a cluster that cannot be trusted").isNotZero();
      assertThat(other.text()).doesNotContain(PASSWORD);
    }
  }

  @Test
  void aProxyIsToldWhoCalls() throws Exception {
    Path keys = store("proxy");
    List<String> told = new CopyOnWriteArrayList<>();
    HttpsServer proxy =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.setHttpsConfigurator(https(keys));
    proxy.createContext(
        "/",
        call -> {
          told.add(call.getRequestURI() + " " + call.getRequestHeaders().getFirst("Authorization"));
          byte[] body = "{\"jobs\":[]}".getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(200, body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    proxy.start();
    try {
      String address = "https://localhost:" + proxy.getAddress().getPort();
      Map<String, String> token =
          Map.of("NIGHTSHIFT_TRUSTSTORE_PASSWORD", PASSWORD, "NIGHTSHIFT_CLUSTER_TOKEN", "t-1");
      Result result = list(options(token, "--cluster", address + "/flink", "--truststore", keys));
      assertThat(result.code()).as(result.text()).isZero();
      Map<String, String> user =
          Map.of(
              "NIGHTSHIFT_TRUSTSTORE_PASSWORD",
              PASSWORD,
              "NIGHTSHIFT_CLUSTER_USER",
              "ada",
              "NIGHTSHIFT_CLUSTER_PASSWORD",
              "open-sesame");
      assertThat(list(options(user, "--cluster", address, "--truststore", keys)).code()).isZero();
      assertThat(told.get(0)).startsWith("/flink/").endsWith("/jobs/overview Bearer t-1");
      assertThat(told.get(told.size() - 1)).endsWith("/jobs/overview Basic YWRhOm9wZW4tc2VzYW1l");

      ClusterOptions unprotected = options(user, "--cluster", "http://flink.acme:8081");
      assertThatThrownBy(unprotected::authorization).hasMessageContaining("not sent unprotected");
    } finally {
      proxy.stop(0);
    }
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left.filter(file -> file.getFileName().toString().startsWith("nightshift-flink")))
          .as("files with passwords are removed")
          .isEmpty();
    }
  }

  private static HttpsConfigurator https(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return new HttpsConfigurator(context);
  }
}
