package dev.nightshift.local.demo;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Transition;
import dev.nightshift.local.shop.fault.ActionRecord;
import dev.nightshift.local.shop.fault.FaultRecord;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.shop.fault.ShopTruth;
import dev.nightshift.local.shop.fault.UnhealedBaseline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One shop through one night, and what was claimed about it. Thread safe.
 *
 * <p>Its incidents are told to it as they come; the simulation knows the truth they are held
 * against.
 */
final class Night {

  private static final Set<IncidentState> ENDED =
      Set.of(
          IncidentState.RESOLVED,
          IncidentState.SELF_RECOVERED,
          IncidentState.CLOSED,
          IncidentState.ESCALATED,
          IncidentState.SUPPRESSED);

  private final long seed;
  private final long start;
  private final Duration duration;
  private final FaultSchedule schedule;
  private final ShopSimulation simulation;
  private final Map<String, Incident> incidents = new ConcurrentHashMap<>();
  private final Map<String, Claim> claims = new ConcurrentHashMap<>();

  /**
   * @param namespace tells this shop from others in the same job
   * @param start milliseconds since the epoch
   */
  Night(
      String namespace,
      long seed,
      long start,
      Duration duration,
      FaultSchedule schedule,
      ShopListener listener) {
    this.seed = seed;
    this.start = start;
    this.duration = duration;
    this.schedule = schedule;
    this.simulation = new ShopSimulation(namespace, seed, start, schedule, listener);
  }

  long seed() {
    return seed;
  }

  long start() {
    return start;
  }

  Duration duration() {
    return duration;
  }

  ShopSimulation simulation() {
    return simulation;
  }

  Collection<Incident> incidents() {
    return incidents.values();
  }

  /** Takes a snapshot of an incident of this shop. */
  void tell(Incident incident) {
    incidents.put(incident.getId(), incident);
    Claim claim = Claim.of(incident);
    claims.merge(claim.key(), claim, (earlier, later) -> later.after(earlier));
  }

  /** How much simulated time has passed, in milliseconds. */
  long elapsed() {
    synchronized (simulation) {
      return simulation.world().now() - start;
    }
  }

  /** Whether its time is up, nothing is broken and nothing is left to do. */
  boolean isOver() {
    return elapsed() >= duration.toMillis()
        && simulation.truth().faults().stream().allMatch(FaultRecord::recovered)
        && openIncidents() == 0;
  }

  /** Its figures; call it when it is over. */
  NightFigures figures() {
    ShopTruth truth = simulation.truth();
    return NightFigures.of(
        truth,
        claims.values(),
        UnhealedBaseline.unhealedDurations(seed, start, schedule).stream()
            .limit(truth.faults().size())
            .toList());
  }

  /** How many incidents still wait for somebody or something. */
  long openIncidents() {
    return incidents.values().stream()
        .filter(incident -> !ENDED.contains(incident.getState()))
        .count();
  }

  /**
   * Where it fell short, for who wants to mend it: each fault that was not healed or not named,
   * with what was said and done from its beginning to its end; each action that was wrong.
   */
  List<String> shortfalls() {
    List<String> told = new ArrayList<>();
    ShopTruth truth = simulation.truth();
    for (FaultRecord fault : truth.faults()) {
      boolean named =
          claims.values().stream().anyMatch(claim -> claim.blames(fault.target(), fault.kind()));
      if (named && fault.healedByAction()) {
        continue;
      }
      told.add(
          "seed %d: %s of %s, %s, %s"
              .formatted(
                  seed,
                  fault.kind(),
                  fault.target(),
                  named ? "named" : "not named",
                  fault.healedByAction() ? "healed" : "not healed"));
      incidents.values().stream()
          .filter(incident -> incident.getUpdatedAt() >= fault.startedAt())
          .filter(incident -> !fault.recovered() || incident.getOpenedAt() <= fault.recoveredAt())
          .sorted(Comparator.comparingLong(Incident::getOpenedAt))
          .forEach(incident -> told.add("    " + inShort(incident, fault.startedAt())));
    }
    for (ActionRecord action : truth.actions()) {
      if (action.verdict().wrong()) {
        told.add(
            "seed %d: %s on %s was %s"
                .formatted(
                    seed,
                    action.action(),
                    action.target(),
                    action.verdict().name().toLowerCase(Locale.ROOT)));
      }
    }
    return told;
  }

  private static String inShort(Incident incident, long since) {
    List<Transition> history = incident.getHistory();
    Transition last = history.get(history.size() - 1);
    return "%+d s: %s, %.0f %%; %d actions; %s: %s"
        .formatted(
            (incident.getOpenedAt() - since) / 1000,
            incident.getTitle(),
            100 * incident.getConfidence(),
            incident.getActions().size(),
            incident.getState(),
            last.getCause());
  }
}
