package dev.nightshift.remedy;

import dev.nightshift.feature.EntitySelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What in valid policies is probably not what their author meant. */
public final class PolicyReview {

  private PolicyReview() {}

  /** One sentence each; empty if nothing is odd. */
  public static List<String> warnings(PolicySet policies) {
    List<String> warnings = new ArrayList<>();
    shadowed(policies, warnings);
    unused(policies, warnings);
    uncalled(policies, warnings);
    return warnings;
  }

  /** Rules that never govern, because one before them fits whatever they fit. */
  private static void shadowed(PolicySet policies, List<String> warnings) {
    List<PolicyRule> rules = policies.rules();
    for (int later = 1; later < rules.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        if (covers(rules.get(earlier), rules.get(later))) {
          warnings.add(
              "rule '"
                  + rules.get(later).name()
                  + "' never governs: rule '"
                  + rules.get(earlier).name()
                  + "' before it fits all that it fits");
          break;
        }
      }
    }
  }

  private static boolean covers(PolicyRule wide, PolicyRule narrow) {
    boolean faults =
        wide.faultTypes().isEmpty()
            || (!narrow.faultTypes().isEmpty()
                && wide.faultTypes().containsAll(narrow.faultTypes()));
    return wide.when() == null && faults && covers(wide.selector(), narrow.selector());
  }

  private static boolean covers(EntitySelector wide, EntitySelector narrow) {
    return covers(wide.system(), narrow.system())
        && covers(wide.service(), narrow.service())
        && covers(wide.instance(), narrow.instance());
  }

  private static boolean covers(String wide, String narrow) {
    return wide.endsWith("*")
        ? narrow.startsWith(wide.substring(0, wide.length() - 1))
        : wide.equals(narrow);
  }

  private static void unused(PolicySet policies, List<String> warnings) {
    Set<String> used = new HashSet<>();
    for (PolicyRule rule : policies.rules()) {
      for (String name : rule.actions()) {
        used.add(name);
        policies.plans().get(name).steps().forEach(step -> used.add(step.action().name()));
      }
    }
    Set<String> undo = new HashSet<>();
    policies.actions().values().stream()
        .filter(action -> used.contains(action.name()))
        .forEach(action -> undo.add(action.undoneBy()));
    used.addAll(undo);
    for (String name : new TreeSet<>(policies.plans().keySet())) {
      if (!used.contains(name)) {
        warnings.add("no rule uses '" + name + "'");
      }
    }
  }

  private static void uncalled(PolicySet policies, List<String> warnings) {
    Set<String> alone = new TreeSet<>();
    if (policies.mode() != Mode.OBSERVE && policies.escalation().levels().isEmpty()) {
      alone.add("any system");
    }
    policies
        .systemModes()
        .forEach(
            (system, mode) -> {
              if (mode != Mode.OBSERVE && policies.escalationOf(system).levels().isEmpty()) {
                alone.add(system);
              }
            });
    if (!alone.isEmpty()) {
      warnings.add("nobody is called when a person is needed for " + String.join(", ", alone));
    }
  }
}
