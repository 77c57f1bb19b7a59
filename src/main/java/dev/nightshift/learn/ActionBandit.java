package dev.nightshift.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns which action heals which problem: Thompson sampling (Thompson 1933) over Beta posteriors,
 * one per (fault type, service class, action). POJO state, bounded by {@link #MAX_ARMS}.
 *
 * <p>The policy's order is the prior: the first action starts at a mean of 0.9, each later one at a
 * quarter of the one before, all worth {@value #PRIOR_WEIGHT} outcomes. So the file is followed
 * until outcomes speak against it.
 */
public class ActionBandit {

  /** Most arms remembered; outcomes of further ones are not learned. */
  public static final int MAX_ARMS = 2048;

  private static final double PRIOR_WEIGHT = 6;
  private static final double PRIOR_FIRST = 0.9;
  private static final double PRIOR_DECAY = 0.25;

  /** Outcomes by {@code fault type|service class|action}. */
  public Map<String, ArmCounts> arms = new TreeMap<>();

  /** Notes the verified outcome of an action. */
  public void learn(String faultType, String serviceClass, String action, boolean helped) {
    String arm = arm(faultType, serviceClass, action);
    if (arms.containsKey(arm) || arms.size() < MAX_ARMS) {
      arms.put(arm, counts(arm).plus(helped));
    }
  }

  /**
   * Orders the allowed actions by one draw from each posterior.
   *
   * @param allowed in the policy's order, not empty
   * @param seed of the installation; with incident and step it fixes the draw, so that a replay
   *     decides the same
   */
  public ActionRanking rank(
      String faultType,
      String serviceClass,
      List<String> allowed,
      long seed,
      String incident,
      int step) {
    BetaSampler sampler = new BetaSampler(mix(seed, incident, step));
    List<Drawn> drawn = new ArrayList<>();
    for (String action : allowed) {
      ArmCounts counts = counts(arm(faultType, serviceClass, action));
      double prior = PRIOR_FIRST * StrictMath.pow(PRIOR_DECAY, drawn.size());
      double alpha = PRIOR_WEIGHT * prior + counts.helped();
      double beta = PRIOR_WEIGHT * (1 - prior) + counts.failed();
      drawn.add(new Drawn(action, sampler.next(alpha, beta), alpha / (alpha + beta), counts));
    }
    // Stable: equal draws keep the policy's order.
    drawn.sort(Comparator.comparingDouble(Drawn::draw).reversed());
    return new ActionRanking(
        drawn.stream().map(Drawn::action).toList(), why(faultType, serviceClass, drawn));
  }

  /** What was learned about one kind of problem, in words; for tables and pages. */
  public String explain(String faultType, String serviceClass, List<String> actions) {
    List<String> parts = new ArrayList<>();
    for (String action : actions) {
      ArmCounts counts = counts(arm(faultType, serviceClass, action));
      parts.add(
          String.format(
              Locale.ROOT,
              "%s helped %.0f of %.0f times",
              action,
              counts.helped(),
              counts.helped() + counts.failed()));
    }
    return String.join(", ", parts);
  }

  private static String why(String faultType, String serviceClass, List<Drawn> drawn) {
    List<String> parts = new ArrayList<>();
    for (Drawn arm : drawn) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s expected %.2f, drawn %.2f, helped %.0f of %.0f times",
              arm.action,
              arm.mean,
              arm.draw,
              arm.counts.helped(),
              arm.counts.helped() + arm.counts.failed()));
    }
    return "for " + faultType + " of a " + serviceClass + ": " + String.join("; ", parts);
  }

  private ArmCounts counts(String arm) {
    return arms.getOrDefault(arm, ArmCounts.NONE);
  }

  private static String arm(String faultType, String serviceClass, String action) {
    return faultType + "|" + serviceClass + "|" + action;
  }

  /** String.hashCode is specified, so this is the same on every machine. */
  private static long mix(long seed, String incident, int step) {
    return seed * 0x9E3779B97F4A7C15L + incident.hashCode() * 0xBF58476D1CE4E5B9L + step;
  }

  private record Drawn(String action, double draw, double mean, ArmCounts counts) {}
}
