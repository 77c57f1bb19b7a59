package dev.nightshift.actuator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.Orders;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.config.ConfigException;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs of a real machine. */
class RunScriptTest {

  @TempDir Path folder;

  private Action script(String program, String more) throws Exception {
    Path file = Files.writeString(folder.resolve("heal.sh"), program);
    String yaml =
        "script: {heal: {command: [/bin/sh, '" + file + "'], parameters: [zone]" + more + "}}";
    ScriptSettings settings =
        ScriptSettings.read(ConfigNode.parse("t.yaml", yaml).get("script"), name -> null);
    try (ActionProvider provider =
        settings.open(new ProviderContext(Clock.systemUTC(), () -> 0.5))) {
      return provider.action("heal");
    }
  }

  private static ProviderAnswer run(Action action) throws InterruptedException {
    return action.execute(Orders.of(Map.of("zone", "b; rm")), false, Orders.OPEN);
  }

  @Test
  void theOrderIsInTheEnvironmentAndNothingElseIs() throws Exception {
    ProviderAnswer answer =
        run(
            script(
                "echo $NIGHTSHIFT_KEY $NIGHTSHIFT_TARGET \"$NIGHTSHIFT_PARAMETER_ZONE\" -$HOME-",
                ""));
    assertThat(answer)
        .isEqualTo(new ProviderAnswer(Outcome.SUCCEEDED, "inc-1:0:1 demo.shop/orders b; rm --", 1));
  }

  @Test
  void anExitStatusIsAFailure() throws Exception {
    assertThat(run(script("echo no disk >&2; exit 3", "")))
        .isEqualTo(new ProviderAnswer(Outcome.FAILED, "exit status 3: no disk", 1));
  }

  @Test
  void whatTakesTooLongIsKilledWithItsChildren() throws Exception {
    Path pid = folder.resolve("pid");
    ProviderAnswer answer = run(script("sleep 600 & echo $! > " + pid + "; wait", ", timeout: 1s"));
    assertThat(answer.outcome()).isEqualTo(Outcome.UNKNOWN);
    long child = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aHaltLetsNothingBegin() throws Exception {
    Path mark = folder.resolve("mark");
    Action action = script("touch " + mark, "");
    assertThat(action.execute(Orders.of(Map.of()), true, Orders.HALTED).outcome())
        .isEqualTo(Outcome.REFUSED);
    assertThat(mark).doesNotExist();
    assertThat(action.plan(Orders.of(Map.of())).describe()).startsWith("would run /bin/sh ");
    assertThat(mark).doesNotExist();
  }

  @Test
  void aProgramThatIsNotThereWasNotRun() throws Exception {
    ScriptSettings settings =
        ScriptSettings.read(
            ConfigNode.parse("t.yaml", "script: {heal: {command: [/nowhere/heal]}}").get("script"),
            name -> null);
    try (ActionProvider provider =
        settings.open(new ProviderContext(Clock.systemUTC(), () -> 0.5))) {
      ProviderAnswer answer = run(provider.action("heal"));
      assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(answer.detail()).contains("cannot be started");
    }
  }

  @Test
  void aMistakeNamesItsLine() {
    assertThatThrownBy(
            () ->
                ScriptSettings.read(
                    ConfigNode.parse("t.yaml", "script:\n  heal: {timeout: 1s}").get("script"),
                    name -> null))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("t.yaml:2:")
        .hasMessageContaining("expected 'command'");
  }
}
