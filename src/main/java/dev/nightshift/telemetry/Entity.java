package dev.nightshift.telemetry;

import java.util.Objects;

/**
 * The thing that telemetry is about, named by OpenTelemetry resource attributes.
 *
 * @param system the set of entities that can affect each other; by default {@code
 *     deployment.environment.name} and {@code service.namespace} joined by a dot
 * @param service {@code service.name}, or {@code host.name} where telemetry is about a host
 * @param instance {@code service.instance.id} or {@code k8s.pod.name}; empty for the service as a
 *     whole
 */
public record Entity(String system, String service, String instance) {

  private static final String SEPARATOR = "/";

  public Entity {
    Objects.requireNonNull(system, "system");
    Objects.requireNonNull(service, "service");
    instance = instance == null ? "" : instance;
  }

  public static Entity service(String system, String service) {
    return new Entity(system, service, "");
  }

  /** The service that this entity is an instance of; itself, if it is a service. */
  public Entity withoutInstance() {
    return instance.isEmpty() ? this : service(system, service);
  }

  /**
   * The name used as stream key, in topics, tables and pages: {@code system/service} or {@code
   * system/service/instance}. A slash or percent sign inside a part is percent-encoded.
   */
  public String key() {
    String head = encode(system) + SEPARATOR + encode(service);
    return instance.isEmpty() ? head : head + SEPARATOR + encode(instance);
  }

  /**
   * Reads what {@link #key()} wrote.
   *
   * @throws IllegalArgumentException if there are not two or three parts
   */
  public static Entity parse(String key) {
    String[] parts = key.split(SEPARATOR, -1);
    if (parts.length != 2 && parts.length != 3) {
      throw new IllegalArgumentException(
          "an entity is written system/service or system/service/instance, not '" + key + "'");
    }
    return new Entity(
        decode(parts[0]), decode(parts[1]), parts.length == 3 ? decode(parts[2]) : "");
  }

  /** Whether {@link #parse} reads it. */
  public static boolean isKey(String key) {
    long separators = key.chars().filter(c -> c == SEPARATOR.charAt(0)).count();
    return separators == 1 || separators == 2;
  }

  private static String encode(String part) {
    return part.indexOf('/') < 0 && part.indexOf('%') < 0
        ? part
        : part.replace("%", "%25").replace("/", "%2F");
  }

  private static String decode(String part) {
    return part.indexOf('%') < 0 ? part : part.replace("%2F", "/").replace("%25", "%");
  }
}
