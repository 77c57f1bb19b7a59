package dev.nightshift.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.remedy.ControlKey;
import dev.nightshift.remedy.ControlSigner;
import dev.nightshift.remedy.ControlVerdict.Reason;
import dev.nightshift.remedy.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which messages an actuator obeys. */
class ControlAuthorityTest {

  private static final long NOW = 1_000_000_000L;

  private static ControlAuthority authority(Role role) {
    return authority("", role);
  }

  private static ControlAuthority authority(String installation, Role role) {
    ControlKey key = new ControlKey("operator", role, Samples.CONTROL_KEY);
    return new ControlAuthority(
        new ActuatorConfig.Control(installation, Duration.ofMinutes(5), List.of(key)));
  }

  private static Reason judge(ControlMessage message) {
    return authority(Role.ADMIN).judge(message, NOW).reason();
  }

  @Test
  void onlyAnUnchangedMessageOfAKnownKeyIsAccepted() {
    ControlMessage message = Samples.control("1", ControlKind.HALT, "*", NOW);
    assertThat(judge(message)).isEqualTo(Reason.ACCEPTED);
    assertThat(judge(ControlMessage.newBuilder(message).setScope("x").build()))
        .isEqualTo(Reason.FORGED);
    assertThat(judge(ControlMessage.newBuilder(message).setSignature("").build()))
        .isEqualTo(Reason.FORGED);
    assertThat(judge(ControlMessage.newBuilder(message).setKeyId("x").build()))
        .isEqualTo(Reason.UNKNOWN_KEY);
    ControlKey other = new ControlKey("operator", Role.ADMIN, "somebody else's secret");
    assertThat(judge(new ControlSigner(other).sign(message))).isEqualTo(Reason.FORGED);
  }

  @Test
  void whatIsSignedForAnotherInstallationIsForeign() {
    ControlAuthority named = authority("shop-eu", Role.ADMIN);
    ControlMessage ours = Samples.control("1", ControlKind.HALT, "*", NOW, "shop-eu");
    assertThat(named.judge(ours, NOW).reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(
            named.judge(Samples.control("1", ControlKind.HALT, "*", NOW, "shop-us"), NOW).reason())
        .isEqualTo(Reason.FOREIGN);
    assertThat(named.judge(Samples.control("1", ControlKind.HALT, "*", NOW), NOW).reason())
        .isEqualTo(Reason.FOREIGN);
    // Whoever changes the name breaks the signature.
    assertThat(
            authority("shop-us", Role.ADMIN)
                .judge(ControlMessage.newBuilder(ours).setAudience("shop-us").build(), NOW)
                .reason())
        .isEqualTo(Reason.FORGED);
  }

  @Test
  void ageCountsFromTheArrival() {
    assertThat(judge(Samples.control("1", ControlKind.HALT, "*", NOW - 300_000)))
        .isEqualTo(Reason.ACCEPTED);
    assertThat(judge(Samples.control("1", ControlKind.HALT, "*", NOW - 300_001)))
        .isEqualTo(Reason.EXPIRED);
    assertThat(judge(Samples.control("1", ControlKind.HALT, "*", NOW + 300_001)))
        .isEqualTo(Reason.FROM_THE_FUTURE);
  }

  @ParameterizedTest
  @CsvSource({
    "VIEWER, HALT, *, FORBIDDEN",
    "OPERATOR, HALT, *, ACCEPTED",
    "OPERATOR, RESUME, demo.shop, FORBIDDEN",
    "APPROVER, RESUME, demo.shop, ACCEPTED",
    "APPROVER, RESUME, *, FORBIDDEN",
    "ADMIN, RESUME, *, ACCEPTED",
  })
  void stoppingIsEasierThanStarting(Role role, ControlKind kind, String scope, Reason expected) {
    ControlMessage message = Samples.control("1", kind, scope, NOW);
    assertThat(authority(role).judge(message, NOW).reason()).isEqualTo(expected);
  }

  @Test
  void aMessageThatCouldNotBeStoredMayBeReadAgain() {
    ControlAuthority authority = authority(Role.ADMIN);
    ControlMessage message = Samples.control("1", ControlKind.HALT, "*", NOW);
    assertThat(authority.judge(message, NOW).accepted()).isTrue();
    assertThat(authority.judge(message, NOW).accepted()).isTrue();
  }
}
