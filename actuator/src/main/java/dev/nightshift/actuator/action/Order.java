package dev.nightshift.actuator.action;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.telemetry.Entity;
import java.time.Instant;
import java.util.Map;

/**
 * An admitted request as an action sees it.
 *
 * @param key idempotency key, 1 to 300 visible ASCII characters
 * @param action the name under which policies know the action
 * @param target what to act on; lies inside the rule's targets
 * @param parameters fit the action's schema, defaults filled in
 * @param undo take an earlier action back
 * @param decidedAt wall-clock time of the decision
 */
public record Order(
    String key,
    String incident,
    String action,
    Entity target,
    Map<String, String> parameters,
    String faultType,
    boolean undo,
    Instant decidedAt) {

  public Order {
    parameters = Map.copyOf(parameters);
  }

  /** An order for a request, with parameters that were checked and completed. */
  public static Order of(ActionRequest request, Map<String, String> parameters) {
    return new Order(
        request.getKey(),
        request.getIncident(),
        request.getAction(),
        Entity.parse(request.getTarget()),
        parameters,
        request.getFaultType(),
        request.getUndo(),
        Instant.ofEpochMilli(request.getDecidedAt()));
  }

  /** A parameter that the schema requires or gives a default. */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("the schema does not guarantee the parameter " + name);
    }
    return value;
  }
}
