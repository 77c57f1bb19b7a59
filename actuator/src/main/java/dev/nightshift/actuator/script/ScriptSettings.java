package dev.nightshift.actuator.script;

import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.ListedActions;
import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.actuator.action.SpecifiedProvider;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.config.ConfigNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Programs on the actuator's own machine.
 *
 * @param scripts what may be run, by the name of its operation
 */
public record ScriptSettings(Map<String, Script> scripts) implements SpecifiedProvider {

  /** The name of the provider and of its section. */
  public static final String NAME = "script";

  /**
   * One program.
   *
   * @param command program and arguments, as they are: no shell, nothing of a request in them
   * @param timeout after it the program and its children are killed
   * @param parameters names that a request may give; the program finds them in its environment
   */
  public record Script(
      List<String> command,
      Path directory,
      Duration timeout,
      Risk risk,
      boolean idempotent,
      List<String> parameters) {

    public Script {
      command = List.copyOf(command);
      parameters = List.copyOf(parameters);
    }
  }

  public ScriptSettings {
    scripts = Map.copyOf(scripts);
  }

  /** Reads the section {@code script}. */
  public static ScriptSettings read(ConfigNode node, UnaryOperator<String> environment) {
    Map<String, Script> scripts = new LinkedHashMap<>();
    node.keys().forEach(name -> scripts.put(name, script(node.get(name))));
    return new ScriptSettings(scripts);
  }

  private static Script script(ConfigNode node) {
    node.allow("command", "directory", "timeout", "risk", "idempotent", "parameters");
    List<String> command = node.texts("command");
    if (command.isEmpty()) {
      throw node.error("expected 'command', a list of the program and its arguments");
    }
    for (ConfigNode parameter : node.list("parameters")) {
      if (!parameter.text().matches("[a-z][a-z0-9_]{0,40}")) {
        throw parameter.error("expected lower-case letters, digits and underscores");
      }
    }
    return new Script(
        command,
        Path.of(node.text("directory", ".")),
        HttpSettings.positive(node, "timeout", Duration.ofMinutes(1)),
        node.choice("risk", Risk.class, Risk.MEDIUM),
        node.flag("idempotent", false),
        node.texts("parameters"));
  }

  @Override
  public List<ActionSpec> specs() {
    List<ActionSpec> specs = new ArrayList<>();
    scripts.forEach((name, script) -> specs.add(spec(name, script)));
    return specs;
  }

  private static ActionSpec spec(String name, Script script) {
    return ActionSpec.of(
        name,
        "run " + script.command().get(0),
        script.risk(),
        script.idempotent() ? Idempotency.NATURAL : Idempotency.NONE,
        false,
        script.parameters().stream()
            .map(p -> Parameter.optional(p, "[^\\x00]{0,1000}", "at most 1000 characters"))
            .toArray(Parameter[]::new));
  }

  @Override
  public ActionProvider open(ProviderContext context) {
    List<RunScript> actions = new ArrayList<>();
    scripts.forEach((name, script) -> actions.add(new RunScript(spec(name, script), script)));
    return new ListedActions(NAME, actions);
  }
}
