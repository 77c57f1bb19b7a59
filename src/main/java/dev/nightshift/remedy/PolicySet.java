package dev.nightshift.remedy;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * All that a policy file says. Immutable.
 *
 * @param version as the file names it
 * @param hash SHA-256 of the file's text, hexadecimal: a file that was changed and kept its version
 *     is another one
 * @param mode of systems that have none of their own
 * @param limits of systems that have none of their own
 * @param zone in which {@code time} of conditions is told
 * @param systemModes by system
 * @param systemLimits by system, complete
 * @param actions the catalogue by name
 * @param plans what rules may choose, by name: each action alone, and the plans of several steps
 * @param escalation of systems that have none of their own
 * @param systemEscalations by system
 * @param maintenance windows in which incidents are suppressed
 * @param rules the first that fits a diagnosis governs it
 */
public record PolicySet(
    String version,
    String hash,
    Mode mode,
    SafetyLimits limits,
    Verification verification,
    ZoneId zone,
    Map<String, Mode> systemModes,
    Map<String, SafetyLimits> systemLimits,
    Map<String, ActionSpec> actions,
    Map<String, Plan> plans,
    EscalationChain escalation,
    Map<String, EscalationChain> systemEscalations,
    List<MaintenanceWindow> maintenance,
    List<PolicyRule> rules) {

  private static final int SHORT_HASH = 8;

  public PolicySet {
    systemModes = Map.copyOf(systemModes);
    systemLimits = Map.copyOf(systemLimits);
    actions = Map.copyOf(actions);
    plans = Map.copyOf(plans);
    systemEscalations = Map.copyOf(systemEscalations);
    maintenance = List.copyOf(maintenance);
    rules = List.copyOf(rules);
  }

  /** {@code version@hash}: what stands in the record of decisions. */
  public String id() {
    return version + "@" + hash.substring(0, SHORT_HASH);
  }

  public EscalationChain escalationOf(String system) {
    return systemEscalations.getOrDefault(system, escalation);
  }

  public SafetyLimits limitsOf(String system) {
    return systemLimits.getOrDefault(system, limits);
  }

  public Mode modeOf(String system) {
    return systemModes.getOrDefault(system, mode);
  }
}
