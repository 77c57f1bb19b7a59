package dev.nightshift.remedy;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * All that a policy file says. Immutable.
 *
 * @param version as the file names it, for the record of decisions
 * @param mode of systems that have none of their own
 * @param limits of systems that have none of their own
 * @param zone in which {@code time} of conditions is told
 * @param systemModes by system
 * @param systemLimits by system, complete
 * @param actions the catalogue by name
 * @param rules the first that fits a diagnosis governs it
 */
public record PolicySet(
    String version,
    Mode mode,
    SafetyLimits limits,
    Verification verification,
    ZoneId zone,
    Map<String, Mode> systemModes,
    Map<String, SafetyLimits> systemLimits,
    Map<String, ActionSpec> actions,
    List<PolicyRule> rules) {

  public PolicySet {
    systemModes = Map.copyOf(systemModes);
    systemLimits = Map.copyOf(systemLimits);
    actions = Map.copyOf(actions);
    rules = List.copyOf(rules);
  }

  public SafetyLimits limitsOf(String system) {
    return systemLimits.getOrDefault(system, limits);
  }

  public Mode modeOf(String system) {
    return systemModes.getOrDefault(system, mode);
  }
}
