package dev.nightshift.actuator.ssh;

import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.ListedActions;
import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.action.SpecifiedProvider;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.config.ConfigNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Listed commands on listed hosts.
 *
 * @param privateKey in a form of OpenSSH or PEM, without a passphrase
 * @param knownHosts file with the hosts' keys (OpenSSH); a host that is not in it is not spoken to
 * @param hosts address of each host: {@code name} to {@code host:port}
 * @param commands what may be run, as it is: nothing of a request goes into it
 * @param connectTimeout until the user is logged in
 * @param timeout of a command
 */
public record SshSettings(
    String user,
    Secret privateKey,
    Path knownHosts,
    Map<String, Host> hosts,
    Map<String, String> commands,
    Duration connectTimeout,
    Duration timeout)
    implements SpecifiedProvider {

  /** The name of the provider and of its section. */
  public static final String NAME = "ssh";

  /** An address. */
  public record Host(String name, int port) {}

  public SshSettings {
    hosts = Map.copyOf(hosts);
    commands = Map.copyOf(commands);
  }

  /** Reads the section {@code ssh}. */
  public static SshSettings read(ConfigNode node, UnaryOperator<String> environment) {
    node.allow(
        "user", "private-key", "known-hosts", "hosts", "commands", "connect-timeout", "timeout");
    Map<String, Host> hosts = new LinkedHashMap<>();
    ConfigNode named = node.get("hosts");
    named.keys().forEach(name -> hosts.put(name, host(named.get(name))));
    return new SshSettings(
        node.text("user"),
        Secret.resolve(node.get("private-key"), environment),
        Path.of(node.text("known-hosts")),
        hosts,
        node.textMap("commands"),
        HttpSettings.positive(node, "connect-timeout", Duration.ofSeconds(5)),
        HttpSettings.positive(node, "timeout", Duration.ofMinutes(1)));
  }

  private static Host host(ConfigNode node) {
    String text = node.text();
    int colon = text.lastIndexOf(':');
    String port = colon < 0 ? "22" : text.substring(colon + 1);
    if (!port.matches("[1-9][0-9]{0,4}") || colon == 0) {
      throw node.error("expected host or host:port");
    }
    return new Host(colon < 0 ? text : text.substring(0, colon), Integer.parseInt(port));
  }

  @Override
  public List<ActionSpec> specs() {
    return List.of(
        ActionSpec.of(
            "run_command",
            "run a listed command on a listed host",
            Risk.HIGH,
            Idempotency.NONE,
            false,
            Parameter.listed("host", hosts.keySet().stream().sorted().toList()),
            Parameter.listed("command", commands.keySet().stream().sorted().toList())));
  }

  @Override
  public ActionProvider open(ProviderContext context) {
    RunCommand action = new RunCommand(specs().get(0), this);
    return new ListedActions(NAME, List.of(action), action::close);
  }
}
