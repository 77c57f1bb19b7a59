package dev.nightshift.diagnose.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who can be asked in a system, and what about; bounded by {@link Inquirer}. A POJO. */
public final class InquiryState {

  static final int MAX_ANOMALIES = 200;

  /** When each service was last known to send telemetry, by entity key. */
  public Map<String, Long> services = new HashMap<>();

  /** Ids of the anomalies that are to be asked about. */
  public List<String> anomalies = new ArrayList<>();

  /** The earliest of theirs. */
  public long onset;

  /** When to ask; 0 if there is nothing to ask about. */
  public long dueAt;

  /** Services that found no room. */
  public long refused;
}
