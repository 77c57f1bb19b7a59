package dev.nightshift.incident;

import dev.nightshift.learn.ActionBandit;
import dev.nightshift.remedy.LimitLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that the job remembers of one system's incidents: POJO state, bounded by {@link
 * IncidentSettings#maxIncidents()} and by the bounds of its parts. Recently closed incidents stay
 * for the reopen window, so that late records find them.
 */
public class SystemIncidents {

  static final int MAX_SILENCES = 200;

  public String system = "";

  /** Oldest first. */
  public List<IncidentEntry> incidents = new ArrayList<>();

  public LimitLedger ledger = new LimitLedger();
  public ActionBandit bandit = new ActionBandit();
  public List<Silence> silences = new ArrayList<>();

  /** Stopped by an order for everything. */
  public boolean haltedEverywhere;

  /** Stopped by an order for this system. */
  public boolean haltedHere;

  /** Who stopped it and why, in words; empty if it is not stopped. */
  public String haltReason = "";

  /** Incidents that ever opened: no two have one id, even if the first is long forgotten. */
  public long opened;

  /** Highest event time seen; decisions never go back in time. */
  public long eventTime;

  /** State of a system that has had no incident. */
  public static SystemIncidents of(String system) {
    SystemIncidents state = new SystemIncidents();
    state.system = system;
    return state;
  }

  public boolean halted() {
    return haltedEverywhere || haltedHere;
  }

  Optional<IncidentEntry> byId(String id) {
    return first(entry -> entry.incident.getId().equals(id));
  }

  Optional<IncidentEntry> holding(String anomaly) {
    return first(entry -> entry.holds(anomaly));
  }

  Optional<IncidentEntry> first(Predicate<IncidentEntry> wanted) {
    return incidents.stream().filter(wanted).findFirst();
  }
}
