package dev.nightshift.incident;

import dev.nightshift.contract.Incident;
import java.util.List;

/**
 * A scope that people do not want to be bothered about, nor automation to act on.
 *
 * @param scope incident id, entity key, system or {@code *}
 * @param until wall clock; 0 for no end
 */
public record Silence(String scope, long until, String author, String reason) {

  boolean over(long wallTime) {
    return until != 0 && wallTime >= until;
  }

  boolean covers(Incident incident) {
    return covers(scope, incident);
  }

  /** An entity's silence covers an incident only if nothing outside of it shows symptoms. */
  static boolean covers(String scope, Incident incident) {
    List<String> entities = incident.getEntities();
    return scope.equals("*")
        || scope.equals(incident.getSystem())
        || scope.equals(incident.getId())
        || (!entities.isEmpty() && entities.stream().allMatch(e -> coversEntity(scope, e)));
  }

  private static boolean coversEntity(String scope, String entity) {
    return entity.equals(scope) || entity.startsWith(scope + "/");
  }
}
