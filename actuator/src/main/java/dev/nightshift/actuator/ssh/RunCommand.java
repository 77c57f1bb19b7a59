package dev.nightshift.actuator.ssh;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Plan;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Runs one command over SSH and waits for its exit status. */
final class RunCommand implements Action {

  /** Of the command's output, so much goes into the result. */
  private static final int SHOWN = 300;

  private final ActionSpec spec;
  private final SshSettings settings;
  private final SshClient client;

  RunCommand(ActionSpec spec, SshSettings settings) {
    this.spec = spec;
    this.settings = settings;
    this.client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(
        new KnownHostsServerKeyVerifier(
            RejectAllServerKeyVerifier.INSTANCE, settings.knownHosts()));
    // Nothing but the configuration decides: neither the user's files nor an agent.
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.start();
  }

  @Override
  public ActionSpec spec() {
    return spec;
  }

  @Override
  public Plan plan(Order order) {
    return Plan.of("run '" + command(order) + "' on the host " + order.parameter("host"));
  }

  private String command(Order order) {
    return settings.commands().get(order.parameter("command"));
  }

  @Override
  public ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    boolean sent = false;
    try (ClientSession session = logIn(order)) {
      if (!gate.open()) {
        return new ProviderAnswer(Outcome.REFUSED, "automation was halted before it began", 0);
      }
      Head output = new Head();
      try (ChannelExec channel = session.createExecChannel(command(order))) {
        channel.setOut(output);
        channel.setErr(output);
        sent = true;
        channel.open().verify(settings.connectTimeout());
        Set<ClientChannelEvent> events =
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), settings.timeout());
        return ended(channel, events, output);
      }
    } catch (IOException | GeneralSecurityException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the command ran");
      }
      return new ProviderAnswer(
          sent ? Outcome.UNKNOWN : Outcome.FAILED,
          (sent ? "the connection broke: " : "no connection: ") + e.getMessage(),
          1);
    }
  }

  private ClientSession logIn(Order order) throws IOException, GeneralSecurityException {
    SshSettings.Host host = settings.hosts().get(order.parameter("host"));
    ClientSession session =
        client
            .connect(settings.user(), host.name(), host.port())
            .verify(settings.connectTimeout())
            .getSession();
    boolean done = false;
    try {
      for (KeyPair pair : keys()) {
        session.addPublicKeyIdentity(pair);
      }
      session.auth().verify(settings.connectTimeout());
      done = true;
      return session;
    } finally {
      if (!done) {
        session.close();
      }
    }
  }

  private Iterable<KeyPair> keys() throws IOException, GeneralSecurityException {
    return SecurityUtils.loadKeyPairIdentities(
        null,
        () -> "private-key",
        new ByteArrayInputStream(settings.privateKey().bytes()),
        FilePasswordProvider.EMPTY);
  }

  private ProviderAnswer ended(ChannelExec channel, Set<ClientChannelEvent> events, Head output) {
    Integer status = channel.getExitStatus();
    if (events.contains(ClientChannelEvent.TIMEOUT) || status == null) {
      return new ProviderAnswer(Outcome.UNKNOWN, "no exit status within " + settings.timeout(), 1);
    }
    return status == 0
        ? new ProviderAnswer(Outcome.SUCCEEDED, "done " + output.text(), 1)
        : new ProviderAnswer(Outcome.FAILED, "exit status " + status + ": " + output.text(), 1);
  }

  @Override
  public ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate) {
    return new ProviderAnswer(Outcome.REFUSED, "a command cannot be undone", 0);
  }

  /** A host keeps no record of a command. */
  @Override
  public Optional<ProviderAnswer> status(Order order) {
    return Optional.empty();
  }

  void close() {
    client.stop();
  }

  /** The beginning of an output, whatever its length. */
  private static final class Head extends OutputStream {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      if (kept.size() < SHOWN) {
        kept.write(b);
      }
    }

    synchronized String text() {
      return kept.toString(StandardCharsets.UTF_8).strip();
    }
  }
}
