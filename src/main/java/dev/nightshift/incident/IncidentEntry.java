package dev.nightshift.incident;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.diagnose.Services;
import dev.nightshift.remedy.Verification;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One incident as the job holds it: the public record and what only the state machine needs. POJO
 * state.
 */
public class IncidentEntry {

  /** Most anomalies, history rows and actions kept; older ones are in the database. */
  static final int MAX_SYMPTOMS = 100;

  static final int MAX_HISTORY = 200;
  static final int MAX_ACTIONS = 40;

  public Incident incident;
  public List<Symptom> symptoms = new ArrayList<>();

  /** Event time since which no symptom lasts; 0 while one does. */
  public long quietSince;

  /** Number of the last plan step. */
  public int step;

  /** Actions asked for since the incident opened or opened again. */
  public List<String> tried = new ArrayList<>();

  /** Key of the request without answer; empty if there is none. */
  public String running = "";

  /** Wall clock: the answer is given up after this. */
  public long resultBy;

  /** Wall clock: the question to a person is given up after this. */
  public long approveBy;

  /** Event time: without allowed action a person is called after this. */
  public long decideBy;

  /** Event time at which to decide again; 0 for not by time. */
  public long retryAt;

  /** Event time before which a new diagnosis is left to ripen. */
  public long settledAt;

  /** Root cause and fault type that the pending plan answers. */
  public String plannedFor = "";

  /** Event time: the symptoms have to be gone by then. */
  public long verifyBy;

  /** By which the action under way is judged; null before one. */
  public Verification verification;

  public double severityBefore;

  /** What was done last was taken back. */
  public boolean undone;

  /** Key of the request that the undo under way takes back; empty if none is. */
  public String undoing = "";

  /** The plan has further steps: {@link #verifyBy} ends the look at a canary, or a wait. */
  public boolean observing;

  /** Event time: a step that waits for a limit is given up after this; 0 if none waits. */
  public long holdBy;

  /** Key of the trial run that has not answered; empty if there is none. */
  public String rehearsing = "";

  /** Event times at which it opened again, oldest first; as many as the flapping guard counts. */
  public List<Long> recurredAt = new ArrayList<>();

  /** It came back too often: automation keeps off until it has been closed. */
  public boolean flapping;

  /** Number of the escalation: each time that people are needed anew is one. */
  public int episode;

  /** Wall clock: since when people are needed; 0 if they are not. */
  public long neededSince;

  /** Calls made in this episode. */
  public int calls;

  /** Channels that were called and have not been told that it is over. */
  public List<String> told = new ArrayList<>();

  /** Person at work on it; empty if nobody said so. */
  public String acknowledgedBy = "";

  /** Why nothing is done yet, in words. */
  public String waitingFor = "";

  double severity() {
    return symptoms.stream().filter(Symptom::lasts).mapToDouble(Symptom::severity).sum();
  }

  /** Whether a symptom lasts at the service. */
  boolean suffers(String service) {
    return symptoms.stream().anyMatch(s -> s.lasts() && Services.of(s.entity()).equals(service));
  }

  boolean holds(String anomaly) {
    return incident.getAnomalies().contains(anomaly);
  }

  /** The newest planned action, or null. */
  PlannedAction lastAction() {
    List<PlannedAction> actions = incident.getActions();
    return actions.isEmpty() ? null : actions.get(actions.size() - 1);
  }

  /** The action that is planned and was neither asked for nor dropped, or null. */
  PlannedAction pendingAction() {
    PlannedAction last = lastAction();
    return last != null && last.getRequestedAt() == 0 && last.getOutcome().isEmpty() ? last : null;
  }

  PlannedAction action(String key) {
    return incident.getActions().stream()
        .filter(action -> action.getKey().equals(key))
        .findFirst()
        .orElse(null);
  }

  /** What a plan made now would answer. */
  String cause() {
    return incident.getRootCause() + "|" + incident.getFaultType();
  }

  /** Avro's lists have no removal by value: a new one takes their place. */
  void forgetAnomalies(Collection<String> ids) {
    incident.setAnomalies(
        new ArrayList<>(incident.getAnomalies().stream().filter(id -> !ids.contains(id)).toList()));
  }

  void refreshSymptoms() {
    List<String> active = symptoms.stream().filter(Symptom::lasts).map(Symptom::id).toList();
    incident.setActiveAnomalies(new ArrayList<>(active));
    quietSince =
        !active.isEmpty() || symptoms.isEmpty()
            ? 0
            : symptoms.stream().mapToLong(Symptom::ended).max().orElse(0);
  }
}
