package dev.nightshift.incident;

import static dev.nightshift.contract.IncidentState.AWAITING_APPROVAL;
import static dev.nightshift.contract.IncidentState.CLOSED;
import static dev.nightshift.contract.IncidentState.DIAGNOSED;
import static dev.nightshift.contract.IncidentState.ESCALATED;
import static dev.nightshift.contract.IncidentState.OPEN;
import static dev.nightshift.contract.IncidentState.PLANNED;
import static dev.nightshift.contract.IncidentState.REMEDIATING;
import static dev.nightshift.contract.IncidentState.RESOLVED;
import static dev.nightshift.contract.IncidentState.ROLLING_BACK;
import static dev.nightshift.contract.IncidentState.SELF_RECOVERED;
import static dev.nightshift.contract.IncidentState.SUPPRESSED;
import static dev.nightshift.contract.IncidentState.VERIFYING;

import dev.nightshift.contract.IncidentState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The states of an incident and the moves between them: the only place that knows them.
 *
 * <pre>
 * OPEN -> DIAGNOSED -> PLANNED -> [AWAITING_APPROVAL] -> REMEDIATING -> VERIFYING -> RESOLVED -> CLOSED
 * </pre>
 *
 * From VERIFYING back to REMEDIATING: a canary was watched, and the rest of the plan follows. From
 * REMEDIATING to ROLLING_BACK: a later step of a plan failed. Back to DIAGNOSED: an action failed
 * or did not help, or a new diagnosis overtook the plan. From ESCALATED: the symptoms went
 * (RESOLVED) or a person ordered an action (PLANNED). A person may close from anywhere, and a
 * duplicate is closed. An incident whose action runs is not suppressed: it is seen through first.
 */
public final class Lifecycle {

  private static final Map<IncidentState, Set<IncidentState>> MOVES =
      new EnumMap<>(IncidentState.class);

  static {
    from(OPEN, DIAGNOSED, SELF_RECOVERED, ESCALATED, SUPPRESSED, CLOSED);
    from(DIAGNOSED, PLANNED, SELF_RECOVERED, ESCALATED, SUPPRESSED, CLOSED);
    from(
        PLANNED,
        AWAITING_APPROVAL,
        REMEDIATING,
        DIAGNOSED,
        SELF_RECOVERED,
        ESCALATED,
        SUPPRESSED,
        CLOSED);
    from(AWAITING_APPROVAL, REMEDIATING, DIAGNOSED, SELF_RECOVERED, ESCALATED, SUPPRESSED, CLOSED);
    from(REMEDIATING, VERIFYING, ROLLING_BACK, DIAGNOSED, ESCALATED, CLOSED);
    from(VERIFYING, RESOLVED, REMEDIATING, ROLLING_BACK, DIAGNOSED, ESCALATED, CLOSED);
    from(ROLLING_BACK, VERIFYING, ESCALATED, CLOSED);
    from(RESOLVED, OPEN, CLOSED);
    from(SELF_RECOVERED, OPEN, CLOSED);
    from(ESCALATED, RESOLVED, PLANNED, SUPPRESSED, CLOSED);
    from(SUPPRESSED, OPEN, SELF_RECOVERED, ESCALATED, CLOSED);
    from(CLOSED);
  }

  private Lifecycle() {}

  private static void from(IncidentState from, IncidentState... to) {
    Set<IncidentState> targets = EnumSet.noneOf(IncidentState.class);
    targets.addAll(Set.of(to));
    MOVES.put(from, targets);
  }

  /** Where an incident in this state may go; empty for {@code CLOSED}. */
  public static Set<IncidentState> next(IncidentState from) {
    return Set.copyOf(MOVES.get(from));
  }

  public static boolean allows(IncidentState from, IncidentState to) {
    return MOVES.get(from).contains(to);
  }

  /** Whether the problem still is one. */
  public static boolean lasts(IncidentState state) {
    return state != RESOLVED && state != SELF_RECOVERED && state != CLOSED;
  }

  /** Whether it is over, but comes back to life if the symptoms do. */
  public static boolean canRecur(IncidentState state) {
    return state == RESOLVED || state == SELF_RECOVERED;
  }

  /** Whether an action was begun whose end is not known yet. */
  public static boolean acts(IncidentState state) {
    return state == REMEDIATING || state == VERIFYING || state == ROLLING_BACK;
  }

  /** Whether nothing was done yet. */
  static boolean undecided(IncidentState state) {
    return state == OPEN || state == DIAGNOSED || state == PLANNED || state == AWAITING_APPROVAL;
  }
}
