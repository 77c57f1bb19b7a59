package dev.nightshift.local.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import picocli.CommandLine.Option;

/**
 * Where the REST API of a Flink cluster is, and how to be let in. Secrets come from the environment
 * and never stand on a command line.
 */
public final class ClusterOptions {

  private static final int HTTP_PORT = 8081;
  private static final int HTTPS_PORT = 443;

  @Option(
      names = "--cluster",
      defaultValue = "http://localhost:8081",
      description = "Address of the cluster's REST API, http or https (default: ${DEFAULT-VALUE}).")
  private URI cluster;

  @Option(
      names = "--truststore",
      paramLabel = "FILE",
      description =
          "With https: PKCS#12 or JKS with the authorities to trust; else the JDK's own. Its"
              + " password stands in NIGHTSHIFT_TRUSTSTORE_PASSWORD.")
  private Path trustStore;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description =
          "With https, where the cluster asks who calls: PKCS#12 or JKS with certificate and key."
              + " Its password stands in NIGHTSHIFT_KEYSTORE_PASSWORD.")
  private Path keyStore;

  private Map<String, String> environment = System.getenv();

  /** With another environment than the process's own. */
  void setEnvironment(Map<String, String> environment) {
    this.environment = environment;
  }

  URI address() {
    return cluster;
  }

  /**
   * What Flink's client has to know. Holds the passwords of the stores.
   *
   * @throws UserException if the options do not fit together
   */
  Configuration configuration() {
    boolean tls = "https".equals(cluster.getScheme());
    boolean known = tls || "http".equals(cluster.getScheme());
    if (!known || cluster.getHost() == null) {
      throw new UserException("--cluster has to be http(s)://HOST[:PORT][/PATH], not " + cluster);
    }
    if (!tls && (trustStore != null || keyStore != null)) {
      throw new UserException("--truststore and --keystore need an https address of --cluster");
    }
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, cluster.getHost());
    int usual = tls ? HTTPS_PORT : HTTP_PORT;
    configuration.set(RestOptions.PORT, cluster.getPort() < 0 ? usual : cluster.getPort());
    if (cluster.getPath() != null && cluster.getPath().length() > 1) {
      configuration.set(RestOptions.PATH, cluster.getPath());
    }
    if (tls) {
      trust(configuration);
    }
    return configuration;
  }

  private void trust(Configuration configuration) {
    configuration.set(SecurityOptions.SSL_REST_ENABLED, true);
    if (trustStore == null) {
      configuration.set(
          SecurityOptions.SSL_REST_TRUSTSTORE,
          Path.of(System.getProperty("java.home"), "lib", "security", "cacerts").toString());
      // The JDK's own store is public, and so is its password.
      configuration.set(SecurityOptions.SSL_REST_TRUSTSTORE_PASSWORD, "changeit");
    } else {
      configuration.set(SecurityOptions.SSL_REST_TRUSTSTORE, present(trustStore));
      configuration.set(
          SecurityOptions.SSL_REST_TRUSTSTORE_PASSWORD,
          password("NIGHTSHIFT_TRUSTSTORE_PASSWORD", "--truststore"));
    }
    if (keyStore != null) {
      String password = password("NIGHTSHIFT_KEYSTORE_PASSWORD", "--keystore");
      configuration.set(SecurityOptions.SSL_REST_AUTHENTICATION_ENABLED, true);
      configuration.set(SecurityOptions.SSL_REST_KEYSTORE, present(keyStore));
      configuration.set(SecurityOptions.SSL_REST_KEYSTORE_PASSWORD, password);
      configuration.set(SecurityOptions.SSL_REST_KEY_PASSWORD, password);
    }
  }

  private static String present(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException("there is no file " + file);
    }
    return file.toAbsolutePath().toString();
  }

  private String password(String variable, String option) {
    String password = environment.getOrDefault(variable, "");
    if (password.isEmpty()) {
      throw new UserException(option + " needs its password in the environment as " + variable);
    }
    return password;
  }

  /**
   * The header that lets a proxy before the cluster know who calls: a bearer token or name and
   * password. Flink's client wants no space behind the colon.
   *
   * @throws UserException if it would go over the network unprotected
   */
  Optional<String> authorization() {
    String token = environment.getOrDefault("NIGHTSHIFT_CLUSTER_TOKEN", "");
    String user = environment.getOrDefault("NIGHTSHIFT_CLUSTER_USER", "");
    if (token.isEmpty() && user.isEmpty()) {
      return Optional.empty();
    }
    if (!"https".equals(cluster.getScheme())
        && !cluster.getHost().matches("localhost|127\\..*|\\[::1]")) {
      throw new UserException(
          "NIGHTSHIFT_CLUSTER_TOKEN and NIGHTSHIFT_CLUSTER_USER are not sent unprotected: give"
              + " --cluster an https address");
    }
    if (!token.isEmpty()) {
      return Optional.of("Authorization:Bearer " + token);
    }
    String both = user + ":" + environment.getOrDefault("NIGHTSHIFT_CLUSTER_PASSWORD", "");
    return Optional.of(
        "Authorization:Basic "
            + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
  }
}
