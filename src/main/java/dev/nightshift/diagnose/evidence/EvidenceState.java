package dev.nightshift.diagnose.evidence;

import dev.nightshift.feature.template.MinerState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is remembered of one service; bounded by {@link EvidenceRecorder}. A POJO. */
public final class EvidenceState {

  /** Metrics by entity and name. */
  public Map<String, Samples> metrics = new HashMap<>();

  /** Unaccounted time of calls by callee service, caller and operation. */
  public Map<String, Samples> gaps = new HashMap<>();

  /** Time outside children by service and operation. */
  public Map<String, Samples> selfs = new HashMap<>();

  /** What follows what, by service, operation and event. */
  public Map<String, StepHistory> steps = new HashMap<>();

  /** Log templates by service. */
  public Map<String, MinerState> miners = new HashMap<>();

  /** Text of each log event by its id. */
  public Map<String, String> texts = new HashMap<>();

  /** Ids of log events of severity error. */
  public Set<String> errors = new HashSet<>();

  /** The instance of each service that was seen last in traces. */
  public Map<String, String> instances = new HashMap<>();

  /** Series that found no room. */
  public long refused;

  /** When room was last made, in event time. */
  public long roomMadeAt;
}
