package dev.nightshift.telemetry;

import java.util.HashMap;
import java.util.Map;

/**
 * Says when something that is seen all the time is worth telling again: once in a while of event
 * time for each key. Bounded: when there are too many keys it forgets them all, and tells early.
 * Not thread-safe.
 */
public final class NowAndThen<K> {

  private static final int MAX_REMEMBERED = 100_000;

  private final long everyMillis;
  private final Map<K, Long> told = new HashMap<>();

  public NowAndThen(long everyMillis) {
    this.everyMillis = everyMillis;
  }

  /** Whether it is to be told now; then it counts as told. */
  public boolean isDue(K key, long timeMillis) {
    Long last = told.get(key);
    if (last != null && Math.abs(timeMillis - last) < everyMillis) {
      return false;
    }
    if (told.size() >= MAX_REMEMBERED) {
      told.clear();
    }
    told.put(key, timeMillis);
    return true;
  }
}
