package dev.nightshift.actuator.script;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Plan;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a listed program. The order is in its environment: {@code NIGHTSHIFT_KEY}, {@code _ACTION},
 * {@code _TARGET}, {@code _INCIDENT}, {@code _PARAMETER_<NAME>}; of the actuator's own environment
 * it gets PATH and nothing else, so that no secret reaches it. Exit status 0 is success.
 */
final class RunScript implements Action {

  /** Of the program's output, so much goes into the result. */
  private static final int SHOWN = 300;

  private final ActionSpec spec;
  private final ScriptSettings.Script script;

  RunScript(ActionSpec spec, ScriptSettings.Script script) {
    this.spec = spec;
    this.script = script;
  }

  @Override
  public ActionSpec spec() {
    return spec;
  }

  @Override
  public Plan plan(Order order) {
    return Plan.of("run " + String.join(" ", script.command()));
  }

  @Override
  public ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    if (!gate.open()) {
      return new ProviderAnswer(Outcome.REFUSED, "automation was halted before it began", 0);
    }
    try {
      Path output = Files.createTempFile("nightshift-script", ".out");
      try {
        return run(order, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      return new ProviderAnswer(Outcome.FAILED, "it cannot be started: " + e.getMessage(), 1);
    }
  }

  private ProviderAnswer run(Order order, Path output) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(script.command())
            .directory(script.directory().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(output.toFile());
    environment(builder.environment(), order);
    Process process = builder.start();
    try {
      if (!process.waitFor(script.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return new ProviderAnswer(
            Outcome.UNKNOWN, "it ran for longer than " + script.timeout() + " and was killed", 1);
      }
    } finally {
      // Also when the actuator closes: nobody would wait for it, or kill it, later.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    int status = process.exitValue();
    String said = said(output);
    return status == 0
        ? new ProviderAnswer(Outcome.SUCCEEDED, said.isEmpty() ? "done" : said, 1)
        : new ProviderAnswer(Outcome.FAILED, "exit status " + status + ": " + said, 1);
  }

  private static void environment(Map<String, String> environment, Order order) {
    String path = environment.get("PATH");
    environment.clear();
    if (path != null) {
      environment.put("PATH", path);
    }
    environment.put("NIGHTSHIFT_KEY", order.key());
    environment.put("NIGHTSHIFT_ACTION", order.action());
    environment.put("NIGHTSHIFT_TARGET", order.target().key());
    environment.put("NIGHTSHIFT_INCIDENT", order.incident());
    order
        .parameters()
        .forEach(
            (name, value) ->
                environment.put("NIGHTSHIFT_PARAMETER_" + name.toUpperCase(Locale.ROOT), value));
  }

  private static String said(Path output) throws IOException {
    try (var in = Files.newInputStream(output)) {
      return new String(in.readNBytes(SHOWN), java.nio.charset.StandardCharsets.UTF_8).strip();
    }
  }

  @Override
  public ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate) {
    return new ProviderAnswer(Outcome.REFUSED, "a script cannot be undone", 0);
  }

  /** A program that was cut off leaves no record. */
  @Override
  public Optional<ProviderAnswer> status(Order order) {
    return Optional.empty();
  }
}
