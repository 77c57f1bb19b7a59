package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.evidence.Finding.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What traces show to have changed: calls that wait between caller and callee, spans that take
 * longer by themselves, and paths that the code no longer takes.
 */
final class TraceFindings {

  /** Records of normal behaviour that count at most: what users ask for varies. */
  private static final int TRUST = 30;

  /** The usual way: what at least so many took. */
  private static final double USUAL = 0.5;

  private static final double LEAST_FENCE_MILLIS = 5;

  private TraceFindings() {}

  static List<Finding> of(EvidenceState state, long onset) {
    List<Finding> found = new ArrayList<>();
    new TreeMap<>(state.gaps)
        .forEach(
            (key, samples) -> {
              String[] parts = EvidenceRecorder.parts(key);
              slower(entity(state, parts[0]), Sign.GAP, parts[2], parts[1], samples, onset, found);
            });
    new TreeMap<>(state.selfs)
        .forEach(
            (key, samples) -> {
              String[] parts = EvidenceRecorder.parts(key);
              slower(entity(state, parts[0]), Sign.SELF, parts[1], "", samples, onset, found);
            });
    new TreeMap<>(state.steps)
        .forEach(
            (key, history) -> {
              String[] parts = EvidenceRecorder.parts(key);
              path(state, entity(state, parts[0]), parts[1], parts[2], history, onset, found);
            });
    return found;
  }

  private static String entity(EvidenceState state, String service) {
    return state.instances.getOrDefault(service, service);
  }

  private static void slower(
      String entity,
      Sign sign,
      String operation,
      String partner,
      Samples samples,
      long onset,
      List<Finding> found) {
    double[] usual = samples.between(Long.MIN_VALUE, onset);
    double[] now = samples.between(onset, Long.MAX_VALUE);
    if (usual.length == 0 || now.length == 0) {
      return;
    }
    double q1 = RobustShift.quantile(usual, 0.25);
    double q3 = RobustShift.quantile(usual, 0.75);
    // Tukey's outer fence, and no narrower than what a share of the value would give.
    double fence = Math.max(q3 + 3 * Math.max(q3 - q1, 0.25 * q3), 2 * q3 + LEAST_FENCE_MILLIS);
    int within = within(now, fence);
    double weight =
        CountEvidence.fallen(within, now.length, within(usual, fence), usual.length, TRUST);
    if (weight <= 0) {
      return;
    }
    String what =
        sign == Sign.GAP
            ? String.format("calls of %s from %s wait between the two", operation, partner)
            : String.format("%s takes, without what it calls,", operation);
    found.add(
        new Finding(
            entity,
            sign,
            operation,
            weight,
            partner,
            String.format(
                Locale.ROOT,
                "%s %.1f ms where %.1f ms is usual; %d of %d take longer than ever",
                what,
                RobustShift.quantile(now, 0.5),
                RobustShift.quantile(usual, 0.5),
                now.length - within,
                now.length)));
  }

  private static int within(double[] values, double fence) {
    int count = 0;
    for (double value : values) {
      if (value <= fence) {
        count++;
      }
    }
    return count;
  }

  private static void path(
      EvidenceState state,
      String entity,
      String operation,
      String from,
      StepHistory history,
      long onset,
      List<Finding> found) {
    Map<String, Integer> usual = history.counts(onset, true);
    Map<String, Integer> now = history.counts(onset, false);
    int usualTotal = usual.values().stream().mapToInt(Integer::intValue).sum();
    int total = now.values().stream().mapToInt(Integer::intValue).sum();
    usual.forEach(
        (next, count) -> {
          // That a path goes on, or no longer fails, is no sign of a fault.
          if (next.equals(TraceDigest.END)
              || state.errors.contains(next)
              || count < USUAL * usualTotal) {
            return;
          }
          int taken = now.getOrDefault(next, 0);
          double weight = CountEvidence.fallen(taken, total, count, usualTotal, TRUST);
          if (weight > 0) {
            String begin = from.equals(TraceDigest.START) ? operation + " start" : from;
            found.add(
                new Finding(
                    entity,
                    Sign.STEP,
                    text(state, begin) + " -> " + text(state, next),
                    weight,
                    "",
                    String.format(
                        Locale.ROOT,
                        "in %s, '%s' is followed by '%s' in %d of %d cases; usual is %d of %d",
                        operation,
                        text(state, begin),
                        text(state, next),
                        taken,
                        total,
                        count,
                        usualTotal)));
          }
        });
  }

  private static String text(EvidenceState state, String event) {
    return state.texts.getOrDefault(event, event);
  }
}
