package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.diagnose.evidence.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Anomalies that belong together, and what was said of them. A POJO. */
public final class ProblemState {

  public String id;

  /** Newest record of each anomaly by its id; at most {@link #MAX_ANOMALIES}. */
  public Map<String, Anomaly> anomalies = new HashMap<>();

  public List<PatternMatch> matches = new ArrayList<>();

  /**
   * What the services found when they were asked about it, the likeliest first; at most {@link
   * #MAX_CAUSES}, empty before.
   */
  public List<Cause> causes = new ArrayList<>();

  public long onset;

  /** Event time of the newest fact. */
  public long lastActivity;

  /** When it is ranked next; 0 for no need. */
  public long dueAt;

  public int revision;
  public String saidEntity = "";
  public String saidFaultType = "";
  public double saidConfidence;

  /** Number of anomalies and patterns in the last revision. */
  public int saidAnomalies;

  public int saidPatterns;

  static final int MAX_ANOMALIES = 200;
  static final int MAX_MATCHES = 50;
  static final int MAX_CAUSES = 100;
}
