package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.config.SecretReference;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.job.config.ControlKey;
import dev.nightshift.job.config.ControlSettings;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.remedy.ControlSigner;
import dev.nightshift.remedy.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlRouterTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final String SECRET = "a secret of sixteen bytes or more";

  @TempDir Path secrets;
  private ControlSettings control;
  private KeyedTwoInputStreamOperatorTestHarness<String, ReceivedControl, String, IncidentInput>
      harness;
  private int messages;

  @BeforeEach
  void open() throws Exception {
    Path file = Files.writeString(secrets.resolve("admin"), SECRET + "\n");
    control =
        new ControlSettings(
            "",
            List.of(
                new ControlKey("admin", new SecretReference("file", file.toString()), "admin")));
    harness =
        ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
            new ControlRouter(control), control -> "", system -> "", Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private ControlMessage signed(ControlKind kind, String scope, String keyId, String secret) {
    return signed(kind, scope, keyId, secret, "");
  }

  private ControlMessage signed(
      ControlKind kind, String scope, String keyId, String secret, String installation) {
    ControlMessage message =
        ControlMessage.newBuilder()
            .setId("c" + messages++)
            .setKind(kind)
            .setScope(scope)
            .setAuthor("kim")
            .setAt(NOW)
            .setAudience(installation)
            .build();
    return new ControlSigner(new dev.nightshift.remedy.ControlKey(keyId, Role.ADMIN, secret))
        .sign(message);
  }

  private void says(ControlMessage message) throws Exception {
    harness.processElement1(new ReceivedControl(message, NOW, new byte[] {1}), NOW);
  }

  private void says(ControlKind kind, String scope) throws Exception {
    says(signed(kind, scope, "admin", SECRET));
  }

  private void appears(String system) throws Exception {
    harness.processElement2(system, 0);
  }

  private List<String> routed() {
    return harness.extractOutputValues().stream()
        .map(input -> input.system() + " " + input.control().getKind())
        .toList();
  }

  private List<String> refused() {
    var records = harness.getSideOutput(Outputs.DEAD_LETTERS);
    return records == null
        ? List.of()
        : records.stream().map(letter -> letter.getValue().getReason()).toList();
  }

  @Test
  void refusesWhatIsForgedReplayedForeignOrNoMessage() throws Exception {
    says(signed(ControlKind.APPROVE, "demo.shop~0123456789", "admin", SECRET + "?"));
    says(signed(ControlKind.APPROVE, "demo.shop~0123456789", "other", SECRET));
    ControlMessage once = signed(ControlKind.HALT, "demo.shop", "admin", SECRET);
    says(once);
    says(once);
    harness.processElement1(new ReceivedControl(null, NOW, new byte[] {9, 9}), NOW);

    assertThat(refused()).containsExactly("forged", "unknown_key", "replayed", "malformed");
    assertThat(routed()).containsExactly("demo.shop HALT");
    DeadLetter last =
        harness.getSideOutput(Outputs.DEAD_LETTERS).stream()
            .reduce((first, second) -> second)
            .orElseThrow()
            .getValue();
    assertThat(last.getOriginal().array()).containsExactly(9, 9);
    assertThat(last.getAt()).isEqualTo(NOW);
  }

  @Test
  void anInstallationWithANameObeysOnlyWhatIsSignedForIt() throws Exception {
    harness.close();
    control = new ControlSettings("shop-eu", control.keys());
    harness =
        ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
            new ControlRouter(control), message -> "", system -> "", Types.STRING);

    says(signed(ControlKind.HALT, "demo.shop", "admin", SECRET, "shop-us"));
    says(signed(ControlKind.HALT, "demo.shop", "admin", SECRET));
    assertThat(routed()).isEmpty();
    ControlMessage ours = signed(ControlKind.HALT, "demo.shop", "admin", SECRET, "shop-eu");
    says(ours);
    says(ours);

    assertThat(routed()).containsExactly("demo.shop HALT");
    assertThat(refused()).containsExactly("foreign", "foreign", "replayed");
    assertThat(harness.getSideOutput(Outputs.DEAD_LETTERS).peek().getValue().getDetail())
        .isEqualTo("it is signed for the installation 'shop-us', this one is 'shop-eu'");
  }

  @Test
  void findsTheSystemOfEveryScope() throws Exception {
    says(ControlKind.APPROVE, "demo.shop~0123456789");
    says(ControlKind.SILENCE, "demo.shop/orders");
    says(ControlKind.HALT, "demo.other");

    assertThat(routed())
        .containsExactly("demo.shop APPROVE", "demo.shop SILENCE", "demo.other HALT");
  }

  @Test
  void aScopeThatNamesNothingIsRefusedAndDoesNotStopTheJob() throws Exception {
    says(ControlKind.SILENCE, "a/b/c/d");

    assertThat(refused()).containsExactly("bad_scope");
    assertThat(routed()).isEmpty();
  }

  @Test
  void anOrderForEverythingReachesEverySystemThatIsKnown() throws Exception {
    appears("demo.shop");
    appears("demo.other");
    says(ControlKind.HALT, "*");

    assertThat(routed()).containsExactlyInAnyOrder("demo.shop HALT", "demo.other HALT");
  }

  @Test
  void aSystemThatAppearsLaterIsStoppedToo() throws Exception {
    says(ControlKind.HALT, "*");
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = Restored.of(new ControlRouter(control), control -> "", system -> "", snapshot);

    appears("demo.shop");
    appears("demo.shop");
    assertThat(routed()).containsExactly("demo.shop HALT");

    says(ControlKind.RESUME, "*");
    appears("demo.other");
    assertThat(routed()).containsExactly("demo.shop HALT", "demo.shop RESUME");
  }

  @Test
  void replaysAreSeenAcrossARestart() throws Exception {
    ControlMessage message = signed(ControlKind.HALT, "demo.shop", "admin", SECRET);
    says(message);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = Restored.of(new ControlRouter(control), control -> "", system -> "", snapshot);

    says(message);

    assertThat(refused()).containsExactly("replayed");
  }

  @Test
  void aSecretThatIsMissingIsNamedAndNotShown() {
    SecretReference missing = new SecretReference("file", secrets.resolve("none").toString());

    assertThatThrownBy(
            () ->
                ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
                    new ControlRouter(
                        new ControlSettings("", List.of(new ControlKey("k", missing, "viewer")))),
                    control -> "",
                    system -> "",
                    Types.STRING))
        .hasMessageContaining(missing.toString());
  }
}
