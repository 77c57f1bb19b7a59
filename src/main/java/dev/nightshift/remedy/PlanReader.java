package dev.nightshift.remedy;

import dev.nightshift.config.ConfigNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the {@code plans} block, for example
 *
 * <pre>{@code
 * plans:
 *   careful_restart:
 *     steps:
 *       - {action: restart_one, canary: true, observe: 1m, timeout: 2m}
 *       - {action: restart_rest, when: incident.anomalies > 0}
 * }</pre>
 */
final class PlanReader {

  private static final int MAX_STEPS = 10;
  private static final Duration OBSERVE = Duration.ofMinutes(1);

  private PlanReader() {}

  /** What rules may choose: every action as a plan of its own, and the plans of the file. */
  static Map<String, Plan> read(ConfigNode root, Map<String, ActionSpec> actions) {
    Map<String, Plan> plans = new LinkedHashMap<>();
    actions.values().forEach(action -> plans.put(action.name(), Plan.of(action)));
    if (root.has("plans")) {
      ConfigNode node = root.get("plans");
      for (String name : node.keys()) {
        ConfigNode plan = node.get(name).allow("steps");
        if (plans.containsKey(name)) {
          throw plan.error("an action has the name '" + name + "' already");
        }
        plans.put(name, new Plan(name, steps(plan.get("steps"), actions)));
      }
    }
    return plans;
  }

  private static List<PlanStepSpec> steps(ConfigNode list, Map<String, ActionSpec> actions) {
    List<PlanStepSpec> steps = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ConfigNode node : list.elements()) {
      PlanStepSpec step = step(node, actions);
      if (!names.add(step.action().name())) {
        throw node.get("action")
            .error(
                "the plan has '"
                    + step.action().name()
                    + "' already, and its cool-down would stop the second: give it another name in"
                    + " the catalogue");
      }
      if (steps.isEmpty() && step.when() != null) {
        throw node.get("when")
            .error("the first step has no condition: the rule's own says whether the plan begins");
      }
      steps.add(step);
    }
    if (steps.isEmpty() || steps.size() > MAX_STEPS) {
      throw list.error("expected 1 to " + MAX_STEPS + " steps");
    }
    if (steps.get(steps.size() - 1).canary()) {
      throw list.error("the last step cannot be a canary: nothing comes after it");
    }
    return steps;
  }

  private static PlanStepSpec step(ConfigNode node, Map<String, ActionSpec> actions) {
    node.allow("action", "parameters", "when", "canary", "observe", "timeout");
    ActionSpec action = actions.get(PolicyFile.known(node.get("action"), actions.keySet()));
    Map<String, String> parameters = new LinkedHashMap<>(action.parameters());
    parameters.putAll(node.textMap("parameters"));
    boolean canary = node.flag("canary", false);
    if (node.has("observe") && !canary) {
      throw node.get("observe").error("only a canary is observed: add 'canary: true'");
    }
    return new PlanStepSpec(
        action,
        parameters,
        node.find("when").map(PolicyVariables::condition).orElse(null),
        canary,
        canary ? node.duration("observe", OBSERVE).toMillis() : 0,
        node.duration("timeout", Duration.ZERO).toMillis());
  }
}
