package dev.nightshift.models.remote;

import dev.nightshift.models.remote.RemoteEndpoint.Protocol;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which server is given which credentials. An address stands in the model store, and whoever can
 * write there could have the process's own tokens sent to himself: so those go to the vendor's
 * hosts alone, and to others that the environment of this process names.
 */
final class ServerTrust {

  /** Variable with hosts, separated by commas, that get a vendor's credentials too: proxies. */
  static final String HOSTS = "NIGHTSHIFT_MODEL_HOSTS";

  /** Variable with the path of a file of bearer tokens: {@code host = token}, a line each. */
  static final String TOKENS = "NIGHTSHIFT_MODEL_TOKENS";

  private static final Pattern VERTEX_AI =
      Pattern.compile("([a-z0-9-]+-)?aiplatform\\.googleapis\\.com|[a-z0-9.-]+\\.vertexai\\.goog");
  private static final Pattern SAGEMAKER =
      Pattern.compile(
          "([a-z0-9.-]+\\.)?runtime(-fips)?\\.sagemaker\\.[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?");

  private final UnaryOperator<String> environment;

  /**
   * @param environment the value of a variable, or null
   */
  ServerTrust(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * How to prove who asks.
   *
   * @throws IOException if there are no credentials, or none for this host
   */
  RequestAuth authOf(RemoteEndpoint endpoint) throws IOException {
    return switch (endpoint.protocol()) {
      case OPEN_INFERENCE_V2 -> bearer(endpoint);
      case VERTEX_AI -> {
        require(endpoint, VERTEX_AI);
        yield GoogleAuth.fromEnvironment();
      }
      case SAGEMAKER -> {
        require(endpoint, SAGEMAKER);
        yield AwsAuth.fromEnvironment(endpoint.region());
      }
    };
  }

  private RequestAuth bearer(RemoteEndpoint endpoint) throws IOException {
    String file = environment.apply(TOKENS);
    if (file == null || file.isBlank()) {
      return RequestAuth.NONE;
    }
    BearerAuth tokens = new BearerAuth(Path.of(file));
    URI target = endpoint.target();
    if (!tokens.knows(target)) {
      return RequestAuth.NONE;
    }
    if (!endpoint.isSecure()) {
      throw new IOException(
          "the url '" + endpoint.url() + "' is not https: its token does not travel in the clear");
    }
    return tokens;
  }

  private void require(RemoteEndpoint endpoint, Pattern vendor) throws IOException {
    String host = endpoint.target().getHost().toLowerCase(Locale.ROOT);
    if (!vendor.matcher(host).matches() && !named().contains(host)) {
      throw new IOException(
          "%s is no host of %s, and gets none of its credentials. If it is yours, name it in %s (task managers' environment, separated by commas)."
              .formatted(host, name(endpoint.protocol()), HOSTS));
    }
  }

  private Set<String> named() {
    String hosts = environment.apply(HOSTS);
    return hosts == null
        ? Set.of()
        : Arrays.stream(hosts.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::trim)
            .collect(Collectors.toSet());
  }

  private static String name(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
