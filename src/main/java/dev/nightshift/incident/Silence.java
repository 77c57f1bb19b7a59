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

  /** An entity's silence covers an incident only if nothing outside of it shows symptoms. */
  boolean covers(Incident incident) {
    List<String> entities = incident.getEntities();
    return scope.equals("*")
        || scope.equals(incident.getSystem())
        || scope.equals(incident.getId())
        || (!entities.isEmpty() && entities.stream().allMatch(this::coversEntity));
  }

  private boolean coversEntity(String entity) {
    return entity.equals(scope) || entity.startsWith(scope + "/");
  }
}
