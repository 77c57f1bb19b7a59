package dev.nightshift.diagnose;

import java.util.HashMap;
import java.util.Map;

/**
 * How often a diagnosis was right before, by {@code entity|fault type}. A POJO, bounded; what finds
 * no room is not remembered.
 */
public final class PriorState {

  private static final int MAX = 1_000;

  public Map<String, Long> right = new HashMap<>();
  public Map<String, Long> wrong = new HashMap<>();

  /** Remembers one verdict of a person or of verification. */
  public void record(String entity, String faultType, boolean wasRight) {
    Map<String, Long> counts = wasRight ? right : wrong;
    String key = key(entity, faultType);
    if (counts.containsKey(key) || counts.size() < MAX) {
      counts.merge(key, 1L, Long::sum);
    }
  }

  long right(String entity, String faultType) {
    return right.getOrDefault(key(entity, faultType), 0L);
  }

  long wrong(String entity, String faultType) {
    return wrong.getOrDefault(key(entity, faultType), 0L);
  }

  private static String key(String entity, String faultType) {
    return entity + '|' + faultType;
  }
}
