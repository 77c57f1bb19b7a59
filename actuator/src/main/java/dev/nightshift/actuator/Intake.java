package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.remedy.ControlCodec;
import dev.nightshift.remedy.ControlVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.apache.avro.AvroRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings requests and control messages into the ledger. A message is committed at its source only
 * when the ledger, or the dead-letter topic, holds it.
 */
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Ledger ledger;
  private final ResultSink sink;
  private final ControlAuthority authority;
  private final Clock clock;
  private final ActuatorMetrics metrics;
  private final Actuator.Hooks hooks;
  private final Runnable changed;

  Intake(
      Ledger ledger,
      Actuator.Parts parts,
      ControlAuthority authority,
      ActuatorMetrics metrics,
      Runnable changed) {
    this.ledger = ledger;
    this.sink = parts.results();
    this.authority = authority;
    this.clock = parts.clock();
    this.hooks = parts.hooks();
    this.metrics = metrics;
    this.changed = changed;
  }

  /** How one message is brought in. */
  @FunctionalInterface
  interface Handler {
    void handle(RequestSource.Message message) throws SQLException;
  }

  /** One poll of a source, with everything that it brought. */
  void round(RequestSource source, Handler handler) throws SQLException {
    boolean done = false;
    try {
      for (RequestSource.Message message : source.poll(POLL)) {
        handler.handle(message);
        changed.run();
      }
      source.commit();
      done = true;
    } finally {
      if (!done) {
        source.rewind();
      }
    }
  }

  void request(RequestSource.Message message) throws SQLException {
    ActionRequest request;
    try {
      request = ActionRequest.getDecoder().decode(message.value());
    } catch (IOException | AvroRuntimeException e) {
      metrics.count("requests", "malformed");
      discard(message, "malformed", String.valueOf(e.getMessage()));
      return;
    }
    hooks.at(Step.BEFORE_CLAIM, request.getKey());
    Claim claim = ledger.claim(request);
    hooks.at(Step.AFTER_CLAIM, request.getKey());
    metrics.count("requests", claim.name().toLowerCase(Locale.ROOT));
    if (claim == Claim.CONFLICT) {
      discard(message, "conflict", "the key " + request.getKey() + " is taken by another request");
    }
    LOG.info(
        "{}: {} of {} is {}", request.getKey(), request.getAction(), request.getTarget(), claim);
  }

  void control(RequestSource.Message message) throws SQLException {
    ControlMessage control;
    try {
      control = ControlCodec.decode(message.value());
    } catch (IOException e) {
      metrics.count("control", "malformed");
      discard(message, "malformed", String.valueOf(e.getMessage()));
      return;
    }
    if (control.getKind() != ControlKind.HALT && control.getKind() != ControlKind.RESUME) {
      return;
    }
    ControlVerdict verdict = authority.judge(control, message.receivedAt());
    if (!verdict.accepted()) {
      String reason = verdict.reason().name().toLowerCase(Locale.ROOT);
      metrics.count("control", reason);
      discard(message, reason, control.getKind() + " is refused: " + verdict.text());
      return;
    }
    Obedience obedience = ledger.control(control);
    metrics.count("control", obedience.name().toLowerCase(Locale.ROOT));
    LOG.warn(
        "{} for '{}' by {} is {}: {}",
        control.getKind(),
        control.getScope(),
        control.getAuthor(),
        obedience,
        control.getReason());
  }

  private void discard(RequestSource.Message message, String reason, String detail) {
    LOG.warn("a message of {} is discarded as {}: {}", message.topic(), reason, detail);
    sink.deadLetter(
        DeadLetter.newBuilder()
            .setSource(message.topic())
            .setReason(reason)
            .setDetail(detail)
            .setAt(clock.millis())
            .setOriginal(ByteBuffer.wrap(message.value()))
            .build());
  }
}
