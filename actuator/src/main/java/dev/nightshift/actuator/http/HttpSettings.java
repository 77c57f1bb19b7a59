package dev.nightshift.actuator.http;

import dev.nightshift.actuator.action.Secret;
import dev.nightshift.config.ConfigNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Bounds of calls over HTTP, the same keys for every provider.
 *
 * @param timeout of one call, from connecting to the last byte of the answer
 * @param attempts calls for one action at most, the first included
 * @param backoff wait before the second attempt; doubles from then on, with full jitter
 * @param maxBackoff longest wait, also when the receiver asks for more by Retry-After
 * @param deadline time for one action with all its attempts and look-ups
 * @param tls whom to trust and who to be, if not the platform's defaults
 */
public record HttpSettings(
    Duration connectTimeout,
    Duration timeout,
    int attempts,
    Duration backoff,
    Duration maxBackoff,
    Duration deadline,
    Optional<Tls> tls) {

  private static final String[] KEYS = {
    "connect-timeout", "timeout", "attempts", "backoff", "max-backoff", "deadline", "tls"
  };

  /**
   * TLS beyond the defaults.
   *
   * @param authorities PEM file with the only authorities to trust
   * @param keyStore PKCS#12 file with the certificate and key to show (mutual TLS)
   * @param keyStorePassword of the key store; present if that is
   */
  public record Tls(
      Optional<Path> authorities, Optional<Path> keyStore, Optional<Secret> keyStorePassword) {}

  /**
   * Reads the bounds from a provider's section.
   *
   * @param deadline default of the key {@code deadline}
   * @param others the section's other keys; any further key is refused
   */
  public static HttpSettings read(
      ConfigNode node, Duration deadline, UnaryOperator<String> environment, String... others) {
    node.allow(Stream.of(KEYS, others).flatMap(Stream::of).toArray(String[]::new));
    return new HttpSettings(
        positive(node, "connect-timeout", Duration.ofSeconds(2)),
        positive(node, "timeout", Duration.ofSeconds(10)),
        (int) node.integer("attempts", 5, 1, 100),
        positive(node, "backoff", Duration.ofMillis(200)),
        positive(node, "max-backoff", Duration.ofSeconds(10)),
        positive(node, "deadline", deadline),
        node.find("tls").map(tls -> tls(tls, environment)));
  }

  private static Tls tls(ConfigNode node, UnaryOperator<String> environment) {
    node.allow("authorities", "key-store", "key-store-password");
    if (node.has("key-store") != node.has("key-store-password")) {
      throw node.error("'key-store' and 'key-store-password' go together");
    }
    return new Tls(
        node.find("authorities").map(n -> Path.of(n.text())),
        node.find("key-store").map(n -> Path.of(n.text())),
        node.find("key-store-password").map(n -> Secret.resolve(n, environment)));
  }

  /**
   * Reads an address.
   *
   * @throws dev.nightshift.config.ConfigException if it is not http(s), or has user or query
   */
  public static URI url(ConfigNode node) {
    try {
      URI url = new URI(node.text());
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw node.error("not a URL: " + e.getReason());
    }
    throw node.error("expected http(s)://host[:port]/path, without user and query");
  }

  /** A duration above zero. */
  public static Duration positive(ConfigNode node, String key, Duration otherwise) {
    Duration value = node.duration(key, otherwise);
    if (value.isZero()) {
      throw node.get(key).error("expected a duration above zero");
    }
    return value;
  }
}
