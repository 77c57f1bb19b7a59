package dev.nightshift.codec;

import dev.nightshift.telemetry.Entity;
import java.util.function.UnaryOperator;

/**
 * Names the entity that an event or alert of another system is about, by the names that {@link
 * EntityResolver} knows and by the forms that they take as labels ({@code service_name}).
 */
final class EventEntity {

  private static final String DEFAULT = "default";

  private EventEntity() {}

  /**
   * @param label gives the value of a label; empty if there is none
   * @param system of events that name none; empty for {@code default.default}
   * @return null if no service is named
   */
  static Entity of(UnaryOperator<String> label, String system) {
    String service = first(label, "service.name", "service_name", "service", "job", "app");
    if (service.isEmpty()) {
      return null;
    }
    String environment =
        first(
            label,
            "deployment.environment.name",
            "deployment_environment_name",
            "deployment.environment",
            "deployment_environment",
            "environment");
    String namespace = first(label, "service.namespace", "service_namespace", "namespace");
    return Entity.service(system(environment, namespace, system), service);
  }

  private static String system(String environment, String namespace, String otherwise) {
    if (!otherwise.isEmpty() && environment.isEmpty()) {
      return otherwise;
    }
    return (environment.isEmpty() ? DEFAULT : environment)
        + "."
        + (namespace.isEmpty() ? DEFAULT : namespace);
  }

  private static String first(UnaryOperator<String> label, String... names) {
    for (String name : names) {
      String value = label.apply(name);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
