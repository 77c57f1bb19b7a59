package dev.nightshift.local.backtest;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.remedy.PolicySet;
import dev.nightshift.telemetry.ChangeEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Gathers what is heard. The streams come interleaved, and the end of the recording is known only
 * when its reader says so: until then, snapshots that may lie behind it are kept beside the last
 * one that does not.
 */
final class FindingsBuilder {

  private final Consumer<ReadProgress> listener;
  private final Map<String, Deque<Incident>> snapshots = new HashMap<>();
  private final Map<String, SortedMap<Integer, PolicyDecision>> decisions = new HashMap<>();
  private final Map<String, Map<String, Double>> confidences = new HashMap<>();
  private final Map<String, AnomalyBar> anomalies = new HashMap<>();
  private final List<ChangeEvent> changes = new ArrayList<>();
  private final SortedMap<String, Long> refused = new TreeMap<>();
  private ReadProgress read = new ReadProgress(0, 0, 0, 0, 0, false);

  FindingsBuilder(Consumer<ReadProgress> listener) {
    this.listener = listener;
  }

  void add(Heard heard) {
    if (heard.incident() != null) {
      add(heard.incident());
    } else if (heard.anomaly() != null) {
      add(heard.anomaly());
    } else if (heard.change() != null) {
      changes.add(heard.change());
    } else if (heard.refused() != null) {
      refused.merge(heard.refused(), 1L, Long::sum);
    } else {
      read = heard.progress();
      listener.accept(read);
    }
  }

  private void add(Incident snapshot) {
    Deque<Incident> kept = snapshots.computeIfAbsent(snapshot.getId(), id -> new ArrayDeque<>());
    if (snapshot.getUpdatedAt() <= read.reachedMillis()) {
      kept.clear(); // The others are older and lie inside the recording too.
    }
    kept.add(snapshot);
    for (PlannedAction action : snapshot.getActions()) {
      if (action.getRequestedAt() != 0) {
        confidences
            .computeIfAbsent(snapshot.getId(), id -> new HashMap<>())
            .putIfAbsent(action.getKey(), snapshot.getConfidence());
      }
    }
    PolicyDecision decision = snapshot.getDecision();
    if (decision != null) {
      decisions
          .computeIfAbsent(snapshot.getId(), id -> new TreeMap<>())
          .putIfAbsent(decision.getSequence(), decision);
    }
  }

  private void add(Anomaly anomaly) {
    anomalies.put(
        anomaly.getId(),
        new AnomalyBar(
            anomaly.getId(),
            anomaly.getEntity(),
            anomaly.getOnset(),
            anomaly.getEnded(),
            anomaly.getContributions().isEmpty()
                ? ""
                : anomaly.getContributions().get(0).getFeature()));
  }

  /**
   * The findings, cut where the recording ends.
   *
   * @throws IllegalStateException if the reader did not come to the end
   */
  Findings build(PolicySet policies, SortedMap<String, String> models) {
    if (!read.done()) {
      throw new IllegalStateException("the recording was not read to its end");
    }
    long end = read.reachedMillis();
    return new Findings(
        read.beginMillis(),
        end,
        read.signals(),
        read.skipped(),
        refused,
        policies.id(),
        models,
        changes.stream()
            .sorted(
                Comparator.comparingLong(ChangeEvent::timeMillis)
                    .thenComparing(change -> change.entity().key())
                    .thenComparing(ChangeEvent::summary))
            .toList(),
        anomalies.values().stream()
            .filter(anomaly -> anomaly.onset() <= end)
            .map(anomaly -> cut(anomaly, end))
            .sorted(Comparator.comparingLong(AnomalyBar::onset).thenComparing(AnomalyBar::id))
            .toList(),
        cases(policies, end));
  }

  private static AnomalyBar cut(AnomalyBar bar, long end) {
    return bar.ended() <= end
        ? bar
        : new AnomalyBar(bar.id(), bar.entity(), bar.onset(), 0, bar.feature());
  }

  private List<BacktestCase> cases(PolicySet policies, long end) {
    List<Incident> last = new ArrayList<>();
    for (Deque<Incident> kept : snapshots.values()) {
      Incident inside = null;
      for (Incident snapshot : kept) {
        inside = snapshot.getUpdatedAt() <= end ? snapshot : inside;
      }
      if (inside != null) {
        last.add(inside);
      }
    }
    last.sort(Comparator.comparingLong(Incident::getOnset).thenComparing(Incident::getId));
    List<BacktestCase> cases = new ArrayList<>();
    int told = 0;
    for (Incident incident : last) {
      cases.add(
          new BacktestCase(
              BacktestCase.mergedInto(incident).isEmpty() ? ++told : 0,
              incident,
              decisions.getOrDefault(incident.getId(), new TreeMap<>()).values().stream()
                  .filter(decision -> decision.getAt() <= end)
                  .toList(),
              confidences.getOrDefault(incident.getId(), Map.of()),
              alternatives(policies, incident)));
    }
    return cases;
  }

  /** What else the rule allows that governed the last action. */
  private static List<String> alternatives(PolicySet policies, Incident incident) {
    List<PlannedAction> actions = incident.getActions();
    if (actions.isEmpty()) {
      return List.of();
    }
    String rule = actions.get(actions.size() - 1).getPolicy();
    Set<String> tried = new HashSet<>(Set.of(incident.getPlan()));
    actions.forEach(action -> tried.add(action.getAction()));
    int left = policies.limitsOf(incident.getSystem()).maxSteps() - actions.size();
    return policies.rules().stream()
        .filter(one -> one.name().equals(rule))
        .flatMap(one -> one.actions().stream())
        .filter(action -> !tried.contains(action))
        .limit(Math.max(0, left))
        .toList();
  }
}
