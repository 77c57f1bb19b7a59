package dev.nightshift.incident;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Transition;
import dev.nightshift.remedy.PolicyEngine;
import dev.nightshift.remedy.PolicySet;
import dev.nightshift.remedy.SafetyLimits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The handling of one input: what it may look at, and the only way to move an incident. */
final class Turn {

  /** The job's name as an author. */
  static final String JOB = "nightshift";

  final SystemIncidents state;
  final IncidentSettings settings;
  final PolicyEngine engine;
  final Conduct conduct;
  final long eventTime;
  final long wallTime;
  final Effects effects = Effects.none();

  /**
   * The watermark at the end of a bounded stream is the largest long: adding to it must not wrap.
   */
  private static final long LATEST = Long.MAX_VALUE / 4;

  private final Set<IncidentEntry> changed = new LinkedHashSet<>();

  Turn(
      SystemIncidents state,
      IncidentSettings settings,
      PolicyEngine engine,
      Conduct conduct,
      Now now) {
    state.eventTime = Math.max(state.eventTime, Math.min(LATEST, now.eventTime()));
    this.state = state;
    this.settings = settings;
    this.engine = engine;
    this.conduct = conduct;
    this.eventTime = state.eventTime;
    this.wallTime = now.wallTime();
  }

  PolicySet policies() {
    return engine.policies();
  }

  SafetyLimits limits() {
    return policies().limitsOf(state.system);
  }

  /** How long symptoms have to stay away where no action is being verified. */
  long clearFor() {
    return policies().verification().clearForMillis();
  }

  /**
   * Moves an incident.
   *
   * @throws IllegalStateException if the life cycle has no such move: a fault in this package
   */
  void move(IncidentEntry entry, IncidentState to, String cause) {
    move(entry, to, AuthorKind.JOB, JOB, cause);
  }

  void move(IncidentEntry entry, IncidentState to, AuthorKind author, String by, String cause) {
    IncidentState from = entry.incident.getState();
    if (!Lifecycle.allows(from, to)) {
      throw new IllegalStateException(
          entry.incident.getId() + " cannot go from " + from + " to " + to + ": " + cause);
    }
    entry.incident.setState(to);
    row(entry, from, author, by, cause);
    new Escalations(this).moved(entry, cause);
  }

  /** A row of history that moves nothing: from and to are the same state. */
  void remark(IncidentEntry entry, AuthorKind author, String by, String text) {
    row(entry, entry.incident.getState(), author, by, text);
  }

  /** The first row of a new incident. */
  void born(IncidentEntry entry, String cause) {
    row(entry, null, AuthorKind.JOB, JOB, cause);
  }

  private void row(
      IncidentEntry entry, IncidentState from, AuthorKind author, String by, String cause) {
    List<Transition> history = entry.incident.getHistory();
    int sequence = history.isEmpty() ? 0 : history.get(history.size() - 1).getSequence() + 1;
    history.add(
        new Transition(sequence, from, entry.incident.getState(), eventTime, author, by, cause));
    if (history.size() > IncidentEntry.MAX_HISTORY) {
      history.remove(0);
    }
    touch(entry);
  }

  /** Says that an incident changed. */
  void touch(IncidentEntry entry) {
    changed.add(entry);
  }

  void request(ActionRequest request) {
    effects.requests().add(request);
  }

  void ignore(String reason) {
    effects.ignored().add(reason);
  }

  /** Ends the turn: one snapshot of each incident that changed. */
  Effects finish() {
    for (IncidentEntry entry : changed) {
      Incident incident = entry.incident;
      incident.setTitle(Titles.of(entry));
      incident.setAcknowledgedBy(entry.acknowledgedBy);
      incident.setRevision(incident.getRevision() + 1);
      incident.setUpdatedAt(eventTime);
      effects.incidents().add(Incident.newBuilder(incident).build());
    }
    changed.clear();
    return effects;
  }

  /** The entries as they are now, for loops that change the list. */
  List<IncidentEntry> entries() {
    return new ArrayList<>(state.incidents);
  }
}
