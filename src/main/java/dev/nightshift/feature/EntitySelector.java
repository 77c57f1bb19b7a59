package dev.nightshift.feature;

import dev.nightshift.telemetry.Entity;
import java.io.Serializable;

/**
 * Which entities a model, policy or silence applies to. Each part is an exact name, a prefix with a
 * star at its end ({@code check*}), or {@code *}.
 */
public record EntitySelector(String system, String service, String instance)
    implements Serializable {

  public EntitySelector {
    system = system == null || system.isEmpty() ? "*" : system;
    service = service == null || service.isEmpty() ? "*" : service;
    instance = instance == null || instance.isEmpty() ? "*" : instance;
  }

  public boolean matches(Entity entity) {
    return matches(system, entity.system())
        && matches(service, entity.service())
        && matches(instance, entity.instance());
  }

  private static boolean matches(String pattern, String value) {
    return pattern.endsWith("*")
        ? value.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(value);
  }
}
