package dev.nightshift.codec;

import dev.nightshift.telemetry.Entity;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;

/**
 * Names the entity that a resource is about, after OpenTelemetry's semantic conventions.
 *
 * <ul>
 *   <li>system: {@code deployment.environment.name} (or the older {@code deployment.environment})
 *       and {@code service.namespace}, joined by a dot, {@code default} for a missing part
 *   <li>service: {@code service.name}, else {@code host.name}, else {@code k8s.deployment.name}. A
 *       name that an SDK made up ({@code unknown_service…}) gives way to the other two.
 *   <li>instance: {@code service.instance.id}, else {@code k8s.pod.name}, else none
 * </ul>
 */
public final class EntityResolver {

  private static final String DEFAULT = "default";
  private static final String MADE_UP = "unknown_service";

  /**
   * @return null if the resource names nothing
   */
  public Entity resolve(List<KeyValue> resource) {
    String service = service(resource);
    if (service == null) {
      return null;
    }
    String environment =
        first(resource, "deployment.environment.name", "deployment.environment", DEFAULT);
    String namespace = Attributes.find(resource, "service.namespace");
    return new Entity(
        environment + "." + (namespace == null ? DEFAULT : namespace),
        service,
        first(resource, "service.instance.id", "k8s.pod.name", ""));
  }

  private static String service(List<KeyValue> resource) {
    String service = Attributes.find(resource, "service.name");
    if (service != null && !service.startsWith(MADE_UP)) {
      return service;
    }
    return first(resource, "host.name", "k8s.deployment.name", service);
  }

  private static String first(
      List<KeyValue> resource, String key, String otherKey, String otherwise) {
    String value = Attributes.find(resource, key);
    if (value == null) {
      value = Attributes.find(resource, otherKey);
    }
    return value == null ? otherwise : value;
  }
}
