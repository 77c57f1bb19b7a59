package dev.nightshift.learn;

import dev.nightshift.contract.ModelReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The comparisons of one model name, summed up in event time: what arrives within a minute counts
 * at its end, so that a report says the same whatever the order of arrival. A POJO; bounded by the
 * pairs that it remembers and by the minutes that are open.
 */
public final class ComparisonTotals {

  static final long PERIOD_MILLIS = 60_000;

  /** The present pair and some before it. */
  private static final int MAX_PAIRS = 4;

  /** By end of the period. */
  public Map<Long, Period> open = new HashMap<>();

  /** By pair. */
  public Map<String, Total> totals = new HashMap<>();

  /** What arrived within a period. */
  public static final class Period {

    /** By pair. */
    public Map<String, ChallengerComparison> pairs = new HashMap<>();

    void add(ChallengerComparison comparison) {
      pairs
          .computeIfAbsent(
              comparison.pair(),
              pair -> new ChallengerComparison(comparison.champion, comparison.challenger))
          .merge(comparison);
    }
  }

  /** A pair's sum. */
  public static final class Total {
    public ChallengerComparison sum = new ChallengerComparison();
    public long updated;
  }

  /**
   * Adds a comparison.
   *
   * @param at event time
   * @return when to call {@link #close}, in event time
   */
  public long add(ChallengerComparison comparison, long at) {
    long end = (Math.floorDiv(at, PERIOD_MILLIS) + 1) * PERIOD_MILLIS - 1;
    open.computeIfAbsent(end, e -> new Period()).add(comparison);
    return end;
  }

  /**
   * Closes all periods that end by now.
   *
   * @param model name that these comparisons are of
   * @return the new sum of each pair that changed, by pair
   */
  public List<ModelReport> close(String model, long now) {
    TreeMap<String, Total> changed = new TreeMap<>();
    for (Map.Entry<Long, Period> period : new TreeMap<>(open).headMap(now, true).entrySet()) {
      open.remove(period.getKey());
      for (ChallengerComparison comparison : period.getValue().pairs.values()) {
        Total total = totals.computeIfAbsent(comparison.pair(), pair -> new Total());
        total.sum.champion = comparison.champion;
        total.sum.challenger = comparison.challenger;
        total.sum.merge(comparison);
        total.updated = period.getKey();
        changed.put(comparison.pair(), total);
      }
    }
    while (totals.size() > MAX_PAIRS) {
      totals.remove(oldest());
    }
    return changed.values().stream()
        .map(total -> ModelReports.of(model, total.sum, total.updated))
        .toList();
  }

  /** Whether there is nothing to wait for. */
  public boolean isIdle() {
    return open.isEmpty();
  }

  private String oldest() {
    String oldest = null;
    for (Map.Entry<String, Total> pair : new TreeMap<>(totals).entrySet()) {
      if (oldest == null || pair.getValue().updated < totals.get(oldest).updated) {
        oldest = pair.getKey();
      }
    }
    return oldest;
  }
}
