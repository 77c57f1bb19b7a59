package dev.nightshift.remedy;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.remedy.ControlVerdict.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/**
 * Checks who says something: signature, audience, age, replay and role, in this order, so that a
 * forged message learns nothing and leaves no trace in the state.
 */
public final class ControlVerifier {

  private final Map<String, ControlKey> keys;
  private final String installation;
  private final long windowMillis;
  private final int maxSeen;

  /**
   * Makes a verifier.
   *
   * @param keys by key id
   * @param installation name of this one: what is signed for another, or for none, is refused.
   *     Empty for an installation without a name, which obeys whatever its keys have signed
   * @param windowMillis how far a message's time may lie from its arrival, either way
   * @param maxSeen most messages remembered; more within two windows are refused, except HALT
   */
  public ControlVerifier(
      Map<String, ControlKey> keys, String installation, long windowMillis, int maxSeen) {
    this.keys = Map.copyOf(keys);
    this.installation = installation;
    this.windowMillis = windowMillis;
    this.maxSeen = maxSeen;
  }

  /**
   * Judges a message and remembers it if it is accepted.
   *
   * @param receivedAt when it reached the broker (the record's time stamp), wall clock. Not the
   *     time of reading: what waited while nobody read is not old
   */
  public ControlVerdict verify(ControlMessage message, SeenControls seen, long receivedAt) {
    ControlKey key = keys.get(message.getKeyId());
    if (key == null) {
      return refuse(Reason.UNKNOWN_KEY, "no control key has the id '" + message.getKeyId() + "'");
    }
    if (!same(ControlSigner.signature(message, key), message.getSignature())) {
      return refuse(Reason.FORGED, "the signature does not fit the message");
    }
    if (!installation.isEmpty() && !installation.equals(message.getAudience())) {
      return refuse(
          Reason.FOREIGN,
          (message.getAudience().isEmpty()
                  ? "it is signed for no installation"
                  : "it is signed for the installation '" + message.getAudience() + "'")
              + ", this one is '"
              + installation
              + "'");
    }
    if (receivedAt - message.getAt() > windowMillis) {
      return refuse(
          Reason.EXPIRED, "it was signed " + (receivedAt - message.getAt()) + " ms before");
    }
    if (message.getAt() - receivedAt > windowMillis) {
      return refuse(
          Reason.FROM_THE_FUTURE, "it is dated " + (message.getAt() - receivedAt) + " ms ahead");
    }
    // A message stays inside the window until its own time plus the window is past.
    seen.seen.values().removeIf(at -> receivedAt - at > 2 * windowMillis);
    if (seen.seen.containsKey(message.getId())) {
      return refuse(Reason.REPLAYED, "a message with this id was obeyed already");
    }
    if (!key.role().may(message.getKind(), message.getScope())) {
      return refuse(
          Reason.FORBIDDEN,
          message.getKind()
              + " needs the role "
              + Role.needed(message.getKind(), message.getScope())
              + ", the key '"
              + key.id()
              + "' has "
              + key.role());
    }
    if (seen.seen.size() >= maxSeen) {
      // Stopping has to work always, and stopping twice does no harm.
      return message.getKind() == ControlKind.HALT
          ? new ControlVerdict(Reason.ACCEPTED, "")
          : refuse(Reason.TOO_MANY, "more than " + maxSeen + " messages in a short time");
    }
    seen.seen.put(message.getId(), message.getAt());
    return new ControlVerdict(Reason.ACCEPTED, "");
  }

  private static boolean same(String expected, String found) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), found.getBytes(StandardCharsets.UTF_8));
  }

  private static ControlVerdict refuse(Reason reason, String text) {
    return new ControlVerdict(reason, text);
  }
}
