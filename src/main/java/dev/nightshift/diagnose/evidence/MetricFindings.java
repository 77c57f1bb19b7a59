package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.evidence.Finding.Sign;
import dev.nightshift.diagnose.evidence.RobustShift.Shift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics that left their usual range. A metric must have left both its recent values and its older
 * ones, where there are such: what is usual on other days is no sign, and neither is what began
 * long before. The metrics of one family at one entity make one finding.
 */
final class MetricFindings {

  /** Steps before the onset that count as recent. */
  private static final long RECENT_STEPS = 30;

  /** So many scales are nothing to speak of, among dozens of metrics. */
  private static final double QUIET = 4;

  /** Requests that count at most as proof of a usual share of right answers. */
  private static final int REQUESTS_TRUSTED = 1_000;

  private final long onset;

  private MetricFindings(long onset) {
    this.onset = onset;
  }

  private record Moved(String metric, Shift shift) {

    static final Comparator<Moved> BY_SHIFT =
        Comparator.comparingDouble((Moved m) -> m.shift.z()).thenComparing(Moved::metric);
  }

  static List<Finding> of(EvidenceState state, long onset) {
    Map<String, Map<String, Samples>> byEntity = new TreeMap<>();
    state.metrics.forEach(
        (key, samples) -> {
          String[] parts = EvidenceRecorder.parts(key);
          byEntity.computeIfAbsent(parts[0], e -> new TreeMap<>()).put(parts[1], samples);
        });
    MetricFindings findings = new MetricFindings(onset);
    List<Finding> found = new ArrayList<>();
    byEntity.forEach((entity, metrics) -> findings.entity(entity, metrics, found));
    return found;
  }

  /**
   * How surely the latency of the service has risen, in nats; NaN if nothing measures it.
   *
   * @param calling of the calls that it makes; else of those that it answers
   */
  static double latency(EvidenceState state, long onset, boolean calling) {
    MetricFindings findings = new MetricFindings(onset);
    List<Moved> moved = new ArrayList<>();
    state.metrics.forEach(
        (key, samples) -> {
          String metric = EvidenceRecorder.parts(key)[1];
          String name = MetricFamily.name(metric);
          if (name.contains("latency") && name.contains("client") == calling) {
            moved.add(new Moved(metric, findings.shift(samples)));
          }
        });
    if (moved.isEmpty()) {
      return Double.NaN;
    }
    moved.sort(Moved.BY_SHIFT);
    double z = typical(moved).shift().z();
    return z > 0 ? weight(z) : 0;
  }

  private void entity(String entity, Map<String, Samples> metrics, List<Finding> found) {
    Map<MetricFamily, List<Moved>> moved = new TreeMap<>();
    metrics.forEach(
        (name, samples) ->
            moved
                .computeIfAbsent(MetricFamily.of(name), f -> new ArrayList<>())
                .add(new Moved(name, shift(samples))));
    moved.forEach(
        (family, all) -> {
          all.sort(Moved.BY_SHIFT);
          Moved highest = all.get(all.size() - 1);
          switch (family) {
            case CPU -> up(entity, Sign.CPU, highest, found);
            case MEMORY -> up(entity, Sign.MEMORY, highest, found);
            case ERRORS -> up(entity, Sign.ERRORS, highest, found);
            case LATENCY -> up(entity, Sign.LATENCY, typical(all), found);
            case AVAILABILITY -> availability(entity, all.get(0), metrics, found);
            case OTHER -> up(entity, Sign.OTHER_RESOURCE, highest, found);
            case TRAFFIC, ELSEWHERE -> {
              // What others ask of it, or do beside it, is not its own fault.
            }
          }
        });
  }

  /** The mean where there is one; else the middle one of the quantiles. */
  private static Moved typical(List<Moved> latencies) {
    for (Moved latency : latencies) {
      String name = MetricFamily.name(latency.metric());
      if (name.contains("average") || name.contains("avg") || name.contains("mean")) {
        return latency;
      }
    }
    return latencies.get(latencies.size() / 2);
  }

  private static void up(String entity, Sign sign, Moved moved, List<Finding> found) {
    Shift shift = moved.shift();
    if (shift.z() > 0) {
      found.add(finding(entity, sign, moved.metric(), weight(shift.z()), shift));
    }
  }

  private void availability(
      String entity, Moved lowest, Map<String, Samples> metrics, List<Finding> found) {
    Samples requests =
        metrics.entrySet().stream()
            .filter(metric -> MetricFamily.name(metric.getKey()).contains("request"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    Shift shift = lowest.shift();
    if (requests == null) {
      if (shift.z() < 0) {
        found.add(finding(entity, Sign.ERRORS, lowest.metric(), weight(shift.z()), shift));
      }
      return;
    }
    double[] right = new double[2];
    double[] asked = new double[2];
    Samples availability = metrics.get(lowest.metric());
    long cut = onset - availability.step();
    for (int i = 0; i < availability.size; i++) {
      double share = availability.values[i] / 100;
      double count = requests.at(availability.times[i]);
      if (Double.isFinite(share * count)) {
        int when = availability.times[i] > cut ? 1 : 0;
        right[when] += share * count;
        asked[when] += count;
      }
    }
    double weight = CountEvidence.fallen(right[1], asked[1], right[0], asked[0], REQUESTS_TRUSTED);
    if (weight > 0) {
      found.add(
          new Finding(
              entity,
              Sign.ERRORS,
              lowest.metric(),
              weight,
              "",
              String.format(
                  Locale.ROOT,
                  "%.0f of %.0f requests failed where %.2f %% is usual",
                  asked[1] - right[1],
                  asked[1],
                  100 * (1 - right[0] / asked[0]))));
    }
  }

  private Shift shift(Samples samples) {
    long step = samples.step();
    long cut = onset - step + 1; // a value speaks of the step that it begins or ends
    double[] now = samples.between(cut, Long.MAX_VALUE);
    Shift recent = RobustShift.of(samples.between(onset - (RECENT_STEPS + 1) * step, cut), now);
    Shift older =
        RobustShift.of(samples.between(Long.MIN_VALUE, onset - (RECENT_STEPS + 1) * step), now);
    if (Double.isNaN(older.usual())) {
      return recent;
    }
    if (Double.isNaN(recent.usual())) {
      return older;
    }
    if (Math.signum(recent.z()) != Math.signum(older.z())) {
      return new Shift(recent.usual(), recent.now(), 0);
    }
    return Math.abs(recent.z()) <= Math.abs(older.z()) ? recent : older;
  }

  private static Finding finding(
      String entity, Sign sign, String metric, double weight, Shift shift) {
    return new Finding(
        entity,
        sign,
        metric,
        weight,
        "",
        String.format(
            Locale.ROOT,
            "%s is %.4g where %.4g is usual (%.1f times its usual spread)",
            metric,
            shift.now(),
            shift.usual(),
            Math.abs(shift.z())));
  }

  /** Little up to what some metric always does, then three nats for each factor of e. */
  private static double weight(double z) {
    double far = Math.abs(z);
    return 3 * Math.log(Math.max(1, far / QUIET)) + 0.2 * Math.log1p(far);
  }
}
