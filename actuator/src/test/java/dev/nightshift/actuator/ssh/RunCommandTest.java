package dev.nightshift.actuator.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Orders;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real SSH server that runs real commands. */
class RunCommandTest {

  @TempDir Path folder;

  private final SshServer server = SshServer.setUpDefaultServer();
  private KeyPair hostKey;
  private KeyPair userKey;

  @BeforeEach
  void start() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    hostKey = generator.generateKeyPair();
    userKey = generator.generateKeyPair();
    server.setHost("localhost");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, session) ->
            user.equals("healer") && KeyUtils.compareKeys(key, userKey.getPublic()));
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop(true);
  }

  private static String openSsh(KeyPair pair) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
      return out.toString(StandardCharsets.UTF_8);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private ProviderAnswer run(String command, KeyPair as, PublicKey expectedHost) throws Exception {
    try (ActionProvider provider = provider(as, expectedHost)) {
      return action(provider).execute(order(command), false, Orders.OPEN);
    }
  }

  private static Action action(ActionProvider provider) {
    return provider.action("run_command");
  }

  private static Order order(String command) {
    return Orders.of(Map.of("host", "box", "command", command));
  }

  private ActionProvider provider(KeyPair as, PublicKey expectedHost) throws Exception {
    Path known =
        Files.writeString(
            folder.resolve("known_hosts"),
            "[localhost]:" + server.getPort() + " " + PublicKeyEntry.toString(expectedHost) + "\n");
    String yaml =
        """
        ssh:
          user: healer
          private-key: ${env:KEY}
          known-hosts: %s
          hosts: {box: "localhost:%d"}
          commands: {mark: "echo done >> %s", fail: "echo broken >&2; exit 4", hang: "sleep 600"}
          timeout: 1s
        """
            .formatted(known, server.getPort(), mark());
    SshSettings settings =
        SshSettings.read(ConfigNode.parse("t.yaml", yaml).get("ssh"), name -> openSsh(as));
    return settings.open(new ProviderContext(Clock.systemUTC(), () -> 0.5));
  }

  private Path mark() {
    return folder.resolve("mark");
  }

  @Test
  void aListedCommandRunsOnce() throws Exception {
    ProviderAnswer answer = run("mark", userKey, hostKey.getPublic());
    assertThat(answer.outcome()).as(answer.detail()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(Files.readAllLines(mark())).isEqualTo(List.of("done"));
  }

  @Test
  void anExitStatusIsAFailureWithWhatWasSaid() throws Exception {
    assertThat(run("fail", userKey, hostKey.getPublic()))
        .isEqualTo(new ProviderAnswer(Outcome.FAILED, "exit status 4: broken", 1));
  }

  @Test
  void aCommandThatDoesNotEndLeavesADoubt() throws Exception {
    assertThat(run("hang", userKey, hostKey.getPublic()).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void anotherHostKeyIsNotSpokenTo() throws Exception {
    assertThat(run("mark", userKey, userKey.getPublic()).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(mark()).doesNotExist();
  }

  @Test
  void anotherUserKeyIsRefused() throws Exception {
    assertThat(run("mark", hostKey, hostKey.getPublic()).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(mark()).doesNotExist();
  }

  @Test
  void aHaltAndADryRunRunNothing() throws Exception {
    try (ActionProvider provider = provider(userKey, hostKey.getPublic())) {
      assertThat(action(provider).execute(order("mark"), true, Orders.HALTED).outcome())
          .isEqualTo(Outcome.REFUSED);
      assertThat(action(provider).plan(order("mark")).describe())
          .contains("run 'echo done >>", "on the host box");
    }
    assertThat(mark()).doesNotExist();
  }

  @Test
  void onlyListedCommandsAndHostsFitTheSchema() throws Exception {
    try (ActionProvider provider = provider(userKey, hostKey.getPublic())) {
      assertThat(
              action(provider)
                  .spec()
                  .parameters()
                  .problem(Map.of("host", "box", "command", "rm -rf /"), true))
          .contains("the parameter 'command' is 'rm -rf /'; expected one of fail, hang, mark");
    }
  }
}
