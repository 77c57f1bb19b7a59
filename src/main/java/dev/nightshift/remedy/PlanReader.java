package dev.nightshift.remedy;

import dev.nightshift.config.ConfigNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      for (String name : node.<Collection<String>>attempt(List.of(), ConfigNode::keys)) {
        ConfigNode plan = node.get(name);
        List<PlanStepSpec> steps =
            plan.attempt(List.<PlanStepSpec>of(), each -> steps(name, each, actions));
        // A plan that is wrong is known nevertheless: rules that name it are not wrong.
        plans.putIfAbsent(
            name, steps.isEmpty() ? Plan.of(ActionSpec.unknown(name)) : new Plan(name, steps));
      }
    }
    return plans;
  }

  private static List<PlanStepSpec> steps(
      String name, ConfigNode plan, Map<String, ActionSpec> actions) {
    plan.allow("steps");
    if (actions.containsKey(name)) {
      throw plan.error("an action has the name '" + name + "' already");
    }
    ConfigNode list = plan.get("steps");
    List<ConfigNode> nodes = list.elements();
    if (nodes.isEmpty() || nodes.size() > MAX_STEPS) {
      throw list.error("expected 1 to " + MAX_STEPS + " steps");
    }
    List<PlanStepSpec> steps = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ConfigNode node : nodes) {
      boolean first = node == nodes.get(0);
      node.attempt(
              Optional.<PlanStepSpec>empty(),
              each -> Optional.of(step(each, first, names, actions)))
          .ifPresent(steps::add);
    }
    if (nodes.get(nodes.size() - 1).attempt(false, last -> last.flag("canary", false))) {
      throw list.error("the last step cannot be a canary: nothing comes after it");
    }
    return steps;
  }

  private static PlanStepSpec step(
      ConfigNode node, boolean first, Set<String> names, Map<String, ActionSpec> actions) {
    PlanStepSpec step = step(node, actions);
    if (!names.add(step.action().name())) {
      throw node.get("action")
          .error(
              "the plan has '"
                  + step.action().name()
                  + "' already, and its cool-down would stop the second: give it another name in"
                  + " the catalogue");
    }
    if (first && step.when() != null) {
      throw node.get("when")
          .error("the first step has no condition: the rule's own says whether the plan begins");
    }
    return step;
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
        node.has("when") ? node.require("when", null, PolicyVariables::condition) : null,
        canary,
        canary ? node.duration("observe", OBSERVE).toMillis() : 0,
        node.duration("timeout", Duration.ZERO).toMillis());
  }
}
