package dev.nightshift.incident;

import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.remedy.PolicyEngine;
import dev.nightshift.remedy.PolicySet;
import java.util.function.Consumer;

/**
 * The life cycle of the incidents of a system, as a pure function: state, input and times in; state
 * changed in place, and {@link Effects} out. The same inputs in the same order give the same
 * effects.
 *
 * <p>Each input first lets time pass up to it, so that a deadline before it is met before it.
 * Immutable itself; one machine serves all systems.
 */
public final class IncidentMachine {

  private final IncidentSettings settings;
  private final PolicyEngine engine;
  private final Conduct conduct;

  /** A machine whose decisions are carried out. */
  public IncidentMachine(IncidentSettings settings, PolicySet policies) {
    this(settings, policies, Conduct.REAL);
  }

  public IncidentMachine(IncidentSettings settings, PolicySet policies, Conduct conduct) {
    this.settings = settings;
    this.engine = new PolicyEngine(policies);
    this.conduct = conduct;
  }

  /** An anomaly opened, went on or ended. */
  public Effects anomaly(SystemIncidents state, Anomaly anomaly, Now now) {
    return run(
        state,
        now,
        turn -> {
          IncidentEntry entry = new AnomalyIntake(turn).accept(anomaly);
          if (entry != null) {
            new Planner(turn).consider(entry);
          }
        });
  }

  /** A set of anomalies was explained, or explained anew. */
  public Effects diagnosis(SystemIncidents state, Diagnosis diagnosis, Now now) {
    return run(
        state,
        now,
        turn -> {
          IncidentEntry entry = new DiagnosisIntake(turn).accept(diagnosis);
          if (entry != null) {
            new Planner(turn).consider(entry);
          }
        });
  }

  /** The actuator answered. Unknown, late and repeated answers are ignored with the reason. */
  public Effects result(SystemIncidents state, ActionResult result, Now now) {
    return run(state, now, turn -> new Results(turn).accept(result));
  }

  /**
   * A person said something. The caller has verified the message ({@link
   * dev.nightshift.remedy.ControlVerifier}) and passes what concerns {@code *} to every system.
   */
  public Effects control(SystemIncidents state, ControlMessage message, Now now) {
    return run(state, now, turn -> new Controls(turn).accept(message));
  }

  /**
   * This machine's policies have just taken the place of others. What was only planned is decided
   * anew; what was begun, or put to people, is seen through.
   */
  public Effects policiesChanged(SystemIncidents state, Now now) {
    return run(
        state,
        now,
        turn -> {
          for (IncidentEntry entry : turn.entries()) {
            new Planner(turn).reconsider(entry);
          }
        });
  }

  /** Time passed. */
  public Effects advance(SystemIncidents state, Now now) {
    return run(state, now, turn -> {});
  }

  /**
   * Event time at which {@link #advance} next has something to do; {@code Long.MAX_VALUE} for
   * never.
   */
  public long nextEventDeadline(SystemIncidents state) {
    return state.incidents.stream()
        .mapToLong(timers(state)::eventDeadline)
        .min()
        .orElse(Timers.NEVER);
  }

  /**
   * Wall-clock time at which {@link #advance} next has something to do; {@code Long.MAX_VALUE} for
   * never.
   */
  public long nextWallDeadline(SystemIncidents state) {
    long silence =
        state.silences.stream()
            .mapToLong(Silence::until)
            .filter(until -> until != 0)
            .min()
            .orElse(Timers.NEVER);
    return Math.min(
        silence,
        state.incidents.stream().mapToLong(timers(state)::wallDeadline).min().orElse(Timers.NEVER));
  }

  private Timers timers(SystemIncidents state) {
    return new Timers(turn(state, new Now(state.eventTime, Long.MIN_VALUE)));
  }

  private Turn turn(SystemIncidents state, Now now) {
    return new Turn(state, settings, engine, conduct, now);
  }

  private Effects run(SystemIncidents state, Now now, Consumer<Turn> input) {
    Turn turn = turn(state, now);
    int running = state.ledger.running.size();
    new Timers(turn).advance();
    input.accept(turn);
    new Families(turn).release();
    if (state.ledger.running.size() < running) {
      // Others may have waited for the room that became free.
      reconsider(turn);
    }
    return turn.finish();
  }

  private static void reconsider(Turn turn) {
    Planner planner = new Planner(turn);
    for (IncidentEntry entry : turn.entries()) {
      if (entry.incident.getState() == IncidentState.DIAGNOSED) {
        planner.consider(entry);
      }
    }
  }
}
