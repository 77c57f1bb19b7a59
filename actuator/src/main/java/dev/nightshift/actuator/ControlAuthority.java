package dev.nightshift.actuator;

import dev.nightshift.contract.ControlMessage;
import dev.nightshift.remedy.ControlKey;
import dev.nightshift.remedy.ControlVerdict;
import dev.nightshift.remedy.ControlVerifier;
import dev.nightshift.remedy.SeenControls;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says whether a control message was sent by somebody who may, by the same rules as the job:
 * signature, audience, age and role. Replays are the ledger's business. Thread-safe.
 */
final class ControlAuthority {

  private final ControlVerifier verifier;

  ControlAuthority(ActuatorConfig.Control config) {
    this.verifier =
        new ControlVerifier(
            config.keys().stream().collect(Collectors.toMap(ControlKey::id, Function.identity())),
            config.installation(),
            config.window().toMillis(),
            1);
  }

  /**
   * Judges one message.
   *
   * @param receivedAt when it reached the broker, milliseconds since 1970
   */
  ControlVerdict judge(ControlMessage message, long receivedAt) {
    // What was seen stands in the database, in the transaction that obeys. A memory here would call
    // a message a replay that is read again because that transaction failed.
    return verifier.verify(message, new SeenControls(), receivedAt);
  }
}
