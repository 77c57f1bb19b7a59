package dev.nightshift.diagnose;

import dev.nightshift.contract.Contribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The kinds of faults that diagnosis names, and which features betray them.
 *
 * <p>A feature about the entity itself (its memory, its restarts) says what is wrong there; a
 * feature about its answers (latency, errors) says only that something is wrong there or below.
 */
public final class FaultTypes {

  public static final String MEMORY_LEAK = "memory_leak";
  public static final String CPU_SATURATION = "cpu_saturation";
  public static final String BAD_DEPLOYMENT = "bad_deployment";

  /** A configuration or a feature flag that does harm. */
  public static final String BAD_CONFIG = "bad_config";

  public static final String SLOW_DATABASE = "slow_database";
  public static final String CACHE_CORRUPTION = "cache_corruption";
  public static final String CRASH_LOOP = "crash_loop";
  public static final String NETWORK_DELAY = "network_delay";

  /** Its code takes another path than before. */
  public static final String CODE_FAULT = "code_fault";

  /** It answers wrongly, and nothing below explains that. */
  public static final String FAILING_SERVICE = "failing_service";

  /** It answers slowly, and nothing below explains that. */
  public static final String SLOW_SERVICE = "slow_service";

  public static final String UNKNOWN = "unknown";

  /** What shows where something is wrong, and not what: whoever only suffers shows it too. */
  static final Set<String> SYMPTOMATIC = Set.of(UNKNOWN, SLOW_SERVICE, FAILING_SERVICE, CODE_FAULT);

  static final Set<String> LATENCIES = Set.of("latency_p50", "latency_p99");

  /** Features that a bad release shows in. */
  static final Set<String> RELEASE_SYMPTOMS =
      Set.of("error_ratio", "log_error_ratio", "new_templates", "latency_p50", "latency_p99");

  /**
   * A fault type that an anomaly's features speak for.
   *
   * @param strength 0 to 1
   * @param text in words and numbers
   */
  public record Inference(String faultType, double strength, String text) {}

  private FaultTypes() {}

  /**
   * An error is measured in a feature's own usual worst: twice as far out as that (four, because it
   * is squared) says something by itself, however much wilder other features are.
   */
  private static final double TELLING_ERROR = 4;

  /** So far out says as much as having the whole score. */
  private static final double UTTER_ERROR = 64;

  /** What says less names no fault: its other evidence would be evidence of something else. */
  private static final double LEAST_STRENGTH = 0.2;

  /** What the contributions speak for, strongest first; empty if they are symptoms only. */
  public static List<Inference> infer(List<Contribution> contributions) {
    List<Inference> inferences = new ArrayList<>();
    for (Contribution contribution : contributions) {
      ResourceSign sign = ResourceSign.of(contribution.getFeature());
      double share = share(contribution, contributions);
      boolean telling = share >= 0.08 || contribution.getError() >= TELLING_ERROR;
      if (sign == null || !telling) {
        continue;
      }
      double effect = sign.effect(contribution.getValue(), contribution.getUsual());
      // The square root: three features moving together still leave a clear sign to each.
      double clear = Math.sqrt(Math.max(share, Math.min(1, contribution.getError() / UTTER_ERROR)));
      double strength = Math.min(1, sign.weight() * clear) * effect;
      if (strength >= LEAST_STRENGTH) {
        inferences.add(new Inference(sign.faultType(), strength, describe(contribution, share)));
      }
    }
    inferences.sort(
        Comparator.comparingDouble((Inference i) -> -i.strength())
            .thenComparing(Inference::faultType));
    return inferences;
  }

  /** The contribution's share of all, 0 to 1. */
  static double share(Contribution contribution, List<Contribution> all) {
    double total = all.stream().mapToDouble(c -> Math.max(0, c.getError())).sum();
    return total > 0 ? Math.max(0, contribution.getError()) / total : 0;
  }

  static String describe(Contribution contribution, double share) {
    String usual =
        Float.isFinite(contribution.getUsual())
            ? String.format(Locale.ROOT, " where %.4g is usual", contribution.getUsual())
            : "";
    return String.format(
        Locale.ROOT,
        "%s is %.4g%s (%.0f %% of the score)",
        contribution.getFeature(),
        contribution.getValue(),
        usual,
        100 * share);
  }
}
