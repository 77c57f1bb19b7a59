package dev.nightshift.diagnose.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What followed one event, counted by minute; the newest minutes that have any. A POJO. */
public final class StepHistory {

  static final long SLICE_MILLIS = 60_000;
  private static final int MAX_SLICES = 16;
  private static final int MAX_FOLLOWERS = 50;

  public List<Slice> slices = new ArrayList<>();

  /** One minute. A POJO. */
  public static final class Slice {

    public long minute;

    /** How often each event followed. */
    public Map<String, Integer> followers = new HashMap<>();
  }

  /** Events come in the order of their times; a late one counts in the newest minute. */
  void add(long timeMillis, String follower) {
    long minute = Math.floorDiv(timeMillis, SLICE_MILLIS);
    Slice newest = slices.isEmpty() ? null : slices.get(slices.size() - 1);
    if (newest == null || newest.minute < minute) {
      newest = new Slice();
      newest.minute = minute;
      slices.add(newest);
      if (slices.size() > MAX_SLICES) {
        slices.remove(0);
      }
    }
    if (newest.followers.size() < MAX_FOLLOWERS || newest.followers.containsKey(follower)) {
      newest.followers.merge(follower, 1, Integer::sum);
    }
  }

  /** The newest minute that has any, in milliseconds; {@link Long#MIN_VALUE} without any. */
  long newest() {
    return slices.isEmpty() ? Long.MIN_VALUE : slices.get(slices.size() - 1).minute * SLICE_MILLIS;
  }

  /** Counts before the minute of {@code cutMillis}, or from it on. */
  Map<String, Integer> counts(long cutMillis, boolean before) {
    long cut = Math.floorDiv(cutMillis, SLICE_MILLIS);
    Map<String, Integer> sum = new HashMap<>();
    for (Slice slice : slices) {
      if (slice.minute < cut == before) {
        slice.followers.forEach((follower, count) -> sum.merge(follower, count, Integer::sum));
      }
    }
    return sum;
  }
}
