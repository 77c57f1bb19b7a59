package dev.nightshift.incident;

import dev.nightshift.config.ConfigNode;
import java.io.Serializable;
import java.time.Duration;

/**
 * How incidents are formed and timed. All but the approval and result waits of the policies are
 * event time.
 *
 * @param joinWindowMillis symptoms that begin this close together belong to one incident until a
 *     diagnosis says otherwise
 * @param reopenWindowMillis quiet after which a resolved incident is closed; before, the symptoms'
 *     return opens it again
 * @param settleMillis how long a diagnosis may ripen before anything is done about it
 * @param decideWithinMillis without diagnosis or allowed action a person is called after this
 * @param maxIncidents most incidents of one system in state
 * @param learning whether outcomes change the order of actions; false keeps the policy's order
 * @param seed of the random draws in the choice of actions
 */
public record IncidentSettings(
    long joinWindowMillis,
    long reopenWindowMillis,
    long settleMillis,
    long decideWithinMillis,
    int maxIncidents,
    boolean learning,
    long seed)
    implements Serializable {

  public static final IncidentSettings DEFAULT =
      new IncidentSettings(60_000, 600_000, 20_000, 300_000, 100, true, 1);

  /**
   * Reads an {@code incidents} block: {@code join_window}, {@code reopen_window}, {@code settle},
   * {@code decide_within}, {@code max_per_system}, {@code learning}, {@code seed}; all may be
   * absent.
   */
  public static IncidentSettings read(ConfigNode node) {
    node.allow(
        "join_window",
        "reopen_window",
        "settle",
        "decide_within",
        "max_per_system",
        "learning",
        "seed");
    return new IncidentSettings(
        millis(node, "join_window", DEFAULT.joinWindowMillis),
        millis(node, "reopen_window", DEFAULT.reopenWindowMillis),
        millis(node, "settle", DEFAULT.settleMillis),
        millis(node, "decide_within", DEFAULT.decideWithinMillis),
        (int) node.integer("max_per_system", DEFAULT.maxIncidents, 1, 10_000),
        node.flag("learning", DEFAULT.learning),
        node.integer("seed", DEFAULT.seed, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static long millis(ConfigNode node, String key, long otherwise) {
    return node.duration(key, Duration.ofMillis(otherwise)).toMillis();
  }
}
