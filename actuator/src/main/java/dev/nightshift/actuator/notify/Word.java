package dev.nightshift.actuator.notify;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.Notification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Something that the job published and that people may have to hear of: a snapshot of an incident,
 * or a call of its escalation chain.
 *
 * @param revision orders the words of one source about one incident; an older one changes nothing
 * @param stage where the incident stands for who is told; empty if that is nobody's concern
 * @param call id of the call; empty for a snapshot
 * @param bytes as it came, Avro single-object encoding
 */
public record Word(
    Source source,
    String incident,
    long revision,
    Optional<Stage> stage,
    String call,
    byte[] bytes) {

  /** What kind of record it is. */
  public enum Source {
    INCIDENT,
    CALL
  }

  /**
   * Reads what a topic of incidents brought.
   *
   * @throws IOException if it is none
   */
  public static Word snapshot(byte[] bytes) throws IOException {
    Incident incident = Incident.getDecoder().decode(bytes);
    return new Word(
        Source.INCIDENT, incident.getId(), incident.getRevision(), Stage.of(incident), "", bytes);
  }

  /**
   * Reads what a topic of calls brought.
   *
   * @throws IOException if it is none
   */
  public static Word call(byte[] bytes) throws IOException {
    Notification call = Notification.getDecoder().decode(bytes);
    return new Word(
        Source.CALL, call.getIncident(), call.getAt(), Stage.of(call), call.getId(), bytes);
  }

  /**
   * What a channel tells of a word that was kept.
   *
   * @throws IOException if the bytes cannot be read
   */
  public static Notice notice(Source source, byte[] bytes, Stage stage) throws IOException {
    ByteBuffer kept = ByteBuffer.wrap(bytes);
    return switch (source) {
      case INCIDENT -> Notice.of(Incident.getDecoder().decode(kept), stage);
      case CALL -> Notice.of(Notification.getDecoder().decode(kept), stage);
    };
  }
}
