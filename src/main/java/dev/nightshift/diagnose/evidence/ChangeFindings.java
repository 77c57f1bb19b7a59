package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.evidence.Finding.Sign;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Changes shortly before the onset. A change is no fault by itself: {@link Hypotheses} counts it
 * only where its entity deviates too.
 */
final class ChangeFindings {

  /**
   * Nats of a change in the very minute of the onset: about seven in ten outages begin with one
   * (Beyer et al., Site Reliability Engineering, 2016, chapter 1), and few minutes see any.
   */
  private static final double CHANGE_WEIGHT = 4;

  /** A system scales itself, and an alarm only repeats that something deviates. */
  private static final double NOTICE_WEIGHT = 0.5;

  private static final Map<String, Sign> SIGNS =
      Map.of(
          "deployment", Sign.RELEASE,
          "config_change", Sign.CONFIGURATION,
          "feature_flag", Sign.CONFIGURATION);

  /** In so many milliseconds a change loses a factor of e of its weight. */
  private static final double FADING_MILLIS = 15 * 60_000.0;

  private static final long LONG_AGO_MILLIS = 60 * 60_000L;

  /** Clocks, and steps of metrics, differ by so much. */
  private static final long SLACK_MILLIS = 60_000;

  private ChangeFindings() {}

  static List<Finding> of(List<Change> changes, long onset) {
    List<Change> near = new ArrayList<>();
    Map<Sign, Set<String>> services = new EnumMap<>(Sign.class);
    for (Change change : changes) {
      long before = onset - change.timeMillis();
      // Alarms come after what they tell of; a cause does not.
      if (before <= LONG_AGO_MILLIS && (sign(change) == Sign.NOTICE || before >= -SLACK_MILLIS)) {
        near.add(change);
        services.computeIfAbsent(sign(change), s -> new HashSet<>()).add(change.service());
      }
    }
    List<Finding> found = new ArrayList<>();
    for (Change change : near) {
      double fresh = Math.exp(-Math.max(0, onset - change.timeMillis()) / FADING_MILLIS);
      double most = sign(change) == Sign.NOTICE ? NOTICE_WEIGHT : CHANGE_WEIGHT;
      // One of k changed at once is k times less telling.
      double weight = most * fresh - Math.log(services.get(sign(change)).size());
      if (weight > 0) {
        found.add(finding(change, weight, onset));
      }
    }
    return found;
  }

  private static Sign sign(Change change) {
    return SIGNS.getOrDefault(change.kind(), Sign.NOTICE);
  }

  private static Finding finding(Change change, double weight, long onset) {
    String what = change.id().isEmpty() ? change.kind() : change.kind() + ' ' + change.id();
    long seconds = (onset - change.timeMillis()) / 1000;
    return new Finding(
        change.service(),
        sign(change),
        what,
        weight,
        "",
        String.format(
            Locale.ROOT,
            "%s %d s %s the onset%s",
            what,
            Math.abs(seconds),
            seconds < 0 ? "after" : "before",
            change.summary().isEmpty() ? "" : ": " + change.summary()));
  }
}
