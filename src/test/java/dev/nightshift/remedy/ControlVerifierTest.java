package dev.nightshift.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.remedy.ControlVerdict.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlVerifierTest {

  private static final long NOW = 1_000_000_000;
  private static final long WINDOW = 300_000;
  private static final ControlKey ADMIN = new ControlKey("a", Role.ADMIN, "sixteen bytes ok admin");
  private static final ControlKey OPERATOR =
      new ControlKey("o", Role.OPERATOR, "sixteen bytes ok operator");
  private static final ControlKey VIEWER =
      new ControlKey("v", Role.VIEWER, "sixteen bytes ok viewer");

  private final SeenControls seen = new SeenControls();
  private final ControlVerifier verifier = verifier("");

  @Test
  void obeysASignedMessageOnceOnly() {
    ControlMessage message = signed(ADMIN, "1", ControlKind.APPROVE, NOW);

    assertThat(verify(message)).isEqualTo(Reason.ACCEPTED);
    assertThat(verify(message)).isEqualTo(Reason.REPLAYED);
  }

  @Test
  void noticesEveryChangedField() {
    ControlMessage message = signed(ADMIN, "1", ControlKind.APPROVE, NOW);
    ControlMessage scope = ControlMessage.newBuilder(message).setScope("*").build();
    ControlMessage kind = ControlMessage.newBuilder(message).setKind(ControlKind.HALT).build();
    ControlMessage author = ControlMessage.newBuilder(message).setAuthor("eve").build();
    ControlMessage otherKey = ControlMessage.newBuilder(message).setKeyId("o").build();
    ControlMessage none = ControlMessage.newBuilder(message).setSignature("").build();

    assertThat(verify(scope)).isEqualTo(Reason.FORGED);
    assertThat(verify(kind)).isEqualTo(Reason.FORGED);
    assertThat(verify(author)).isEqualTo(Reason.FORGED);
    assertThat(verify(otherKey)).isEqualTo(Reason.FORGED);
    assertThat(verify(none)).isEqualTo(Reason.FORGED);
    assertThat(seen.seen).as("forgeries leave no trace").isEmpty();
  }

  @Test
  void obeysOnlyWhatIsSignedForThisInstallation() {
    ControlVerifier named = verifier("shop-eu");

    assertThat(named.verify(signed("1", "shop-us"), seen, NOW))
        .isEqualTo(
            new ControlVerdict(
                Reason.FOREIGN,
                "it is signed for the installation 'shop-us', this one is 'shop-eu'"));
    assertThat(named.verify(signed("2", ""), seen, NOW).reason()).isEqualTo(Reason.FOREIGN);
    assertThat(seen.seen).as("what is foreign leaves no trace").isEmpty();
    assertThat(named.verify(signed("3", "shop-eu"), seen, NOW).accepted()).isTrue();
    assertThat(named.verify(signed("3", "shop-eu"), seen, NOW).reason()).isEqualTo(Reason.REPLAYED);
    ControlMessage stolen =
        ControlMessage.newBuilder(signed("4", "shop-us")).setAudience("shop-eu").build();
    assertThat(named.verify(stolen, seen, NOW).reason()).isEqualTo(Reason.FORGED);
    ControlMessage stripped =
        ControlMessage.newBuilder(signed("5", "shop-us")).setAudience("").build();
    assertThat(verify(stripped)).isEqualTo(Reason.FORGED);
    // Without a name of its own it obeys as it did before there were names.
    assertThat(verify(signed("6", "shop-us"))).isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void refusesUnknownKeysAndTimesOutsideTheWindow() {
    ControlKey other = new ControlKey("x", Role.ADMIN, "sixteen bytes ok other");

    assertThat(verify(signed(other, "1", ControlKind.HALT, NOW))).isEqualTo(Reason.UNKNOWN_KEY);
    assertThat(verify(signed(ADMIN, "2", ControlKind.HALT, NOW - WINDOW - 1)))
        .isEqualTo(Reason.EXPIRED);
    assertThat(verify(signed(ADMIN, "3", ControlKind.HALT, NOW + WINDOW + 1)))
        .isEqualTo(Reason.FROM_THE_FUTURE);
  }

  @Test
  void rolesBoundWhatAKeyMayOrder() {
    assertThat(verify(signed(VIEWER, "1", ControlKind.LABEL, NOW))).isEqualTo(Reason.FORBIDDEN);
    assertThat(verify(signed(OPERATOR, "2", ControlKind.HALT, NOW))).isEqualTo(Reason.ACCEPTED);
    assertThat(verify(signed(OPERATOR, "3", ControlKind.APPROVE, NOW))).isEqualTo(Reason.FORBIDDEN);
    assertThat(Role.APPROVER.may(ControlKind.RESUME, "demo.shop")).isTrue();
    assertThat(Role.APPROVER.may(ControlKind.RESUME, "*")).isFalse();
  }

  @Test
  void memoryIsBoundedAndAHaltStillGetsThrough() {
    for (int i = 0; i < 3; i++) {
      assertThat(verify(signed(ADMIN, "m" + i, ControlKind.LABEL, NOW))).isEqualTo(Reason.ACCEPTED);
    }
    assertThat(verify(signed(ADMIN, "m3", ControlKind.LABEL, NOW))).isEqualTo(Reason.TOO_MANY);
    assertThat(verify(signed(ADMIN, "m4", ControlKind.HALT, NOW))).isEqualTo(Reason.ACCEPTED);
    assertThat(seen.seen).hasSize(3);

    long later = NOW + 2 * WINDOW + 1;
    assertThat(
            verifier.verify(signed(ADMIN, "m5", ControlKind.LABEL, later), seen, later).accepted())
        .isTrue();
    assertThat(seen.seen).containsOnlyKeys("m5");
  }

  @Test
  void keysAreLongAndSilent() {
    assertThatThrownBy(() -> new ControlKey("k", Role.ADMIN, "short"))
        .hasMessageContaining("16 bytes");
    assertThat(ADMIN.toString()).doesNotContain("sixteen");
  }

  private Reason verify(ControlMessage message) {
    return verifier.verify(message, seen, NOW).reason();
  }

  private static ControlVerifier verifier(String installation) {
    return new ControlVerifier(
        Map.of("a", ADMIN, "o", OPERATOR, "v", VIEWER), installation, WINDOW, 3);
  }

  private static ControlMessage signed(String id, String audience) {
    return new ControlSigner(ADMIN)
        .sign(
            ControlMessage.newBuilder()
                .setId(id)
                .setKind(ControlKind.HALT)
                .setScope("*")
                .setAuthor("kim")
                .setAt(NOW)
                .setAudience(audience)
                .build());
  }

  private static ControlMessage signed(ControlKey key, String id, ControlKind kind, long at) {
    return new ControlSigner(key)
        .sign(
            ControlMessage.newBuilder()
                .setId(id)
                .setKind(kind)
                .setScope("demo.shop")
                .setAuthor("kim")
                .setAt(at)
                .build());
  }
}
