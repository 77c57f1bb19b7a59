package dev.nightshift.actuator;

import dev.nightshift.actuator.action.Backoff;
import dev.nightshift.actuator.notify.Channel;
import dev.nightshift.actuator.notify.Delivery;
import dev.nightshift.actuator.notify.NotifySettings;
import dev.nightshift.actuator.notify.Stage;
import dev.nightshift.contract.Incident;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of incidents that need them, and when they are needed no more. A snapshot is
 * committed when the database holds what follows from it; a notice is tried until it was taken, so
 * that it comes at least once. A halt of automation does not silence it.
 */
final class Notifier {

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final Duration REJECTED_WAIT = Duration.ofMinutes(5);
  private static final int BACKOFF_STEPS = 20;

  private final NotifySettings settings;
  private final LedgerDatabase database;
  private final Clock clock;
  private final ActuatorMetrics metrics;
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final Semaphore signal = new Semaphore(0);
  private final Backoff backoff =
      new Backoff(
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          () -> ThreadLocalRandom.current().nextDouble());

  Notifier(NotifySettings settings, LedgerDatabase database, Clock clock, ActuatorMetrics metrics) {
    this.settings = settings;
    this.database = database;
    this.clock = clock;
    this.metrics = metrics;
    settings.channels().stream()
        .map(maker -> maker.apply(clock))
        .forEach(channel -> channels.put(channel.name(), channel));
  }

  /** Takes in one snapshot of an incident. */
  void snapshot(RequestSource.Message message) throws SQLException {
    Incident incident;
    try {
      incident = Incident.getDecoder().decode(message.value());
    } catch (IOException | AvroRuntimeException e) {
      // The topic is the job's, which keeps what it cannot write: this is another's record.
      metrics.count("incidents", "malformed");
      LOG.warn("a record of {} is no incident: {}", message.topic(), e.getMessage());
      return;
    }
    Optional<Stage> stage = Stage.of(incident);
    Instant now = clock.instant();
    boolean stale =
        Instant.ofEpochMilli(message.receivedAt()).plus(settings.maxAge()).isBefore(now);
    if (stage.isEmpty() || (stale && stage.get() == Stage.TRIGGERED)) {
      return;
    }
    database.transaction(
        db -> {
          for (String channel : channels.keySet()) {
            NotificationTable.note(db, incident, stage.get(), message.value(), channel, now);
          }
          return null;
        });
    signal.release();
  }

  /** Delivers what is due, then waits for more. */
  void round() throws SQLException, InterruptedException {
    while (deliverOne()) {
      LOG.debug("looking for more to tell");
    }
    if (signal.tryAcquire(1, TimeUnit.SECONDS)) {
      signal.drainPermits();
    }
  }

  private boolean deliverOne() throws SQLException, InterruptedException {
    boolean[] interrupted = new boolean[1];
    boolean found =
        database.transaction(
            db -> {
              Instant now = clock.instant();
              Optional<NotificationTable.Due> due = NotificationTable.due(db, now);
              if (due.isEmpty()) {
                return false;
              }
              try {
                Delivery delivery = deliver(due.get());
                Duration wait = wait(delivery, due.get().attempts() + 1);
                NotificationTable.tried(db, due.get(), delivery, wait, clock.instant());
                return true;
              } catch (InterruptedException e) {
                interrupted[0] = true;
                return false;
              }
            });
    if (interrupted[0]) {
      throw new InterruptedException("closing");
    }
    return found;
  }

  private Delivery deliver(NotificationTable.Due due) throws InterruptedException {
    Channel channel = channels.get(due.channel());
    if (channel == null) {
      return new Delivery(
          Delivery.State.REJECTED, "the channel is not configured any more", Optional.empty());
    }
    Delivery delivery = channel.deliver(due.notice());
    String state = delivery.state().name().toLowerCase(Locale.ROOT);
    metrics.count("notices", state);
    String line = "{} of {} by {} is {} {}";
    Object[] words = {
      due.notice().stage(), due.notice().incident(), due.channel(), state, delivery.detail()
    };
    if (delivery.state() == Delivery.State.REJECTED) {
      LOG.error(line, words);
    } else {
      LOG.info(line, words);
    }
    return delivery;
  }

  private Duration wait(Delivery delivery, int attempts) {
    return switch (delivery.state()) {
      case DELIVERED -> Duration.ZERO;
      case REJECTED -> REJECTED_WAIT;
      case LATER ->
          delivery
              .retryAfter()
              .map(backoff::capped)
              .orElseGet(() -> backoff.after(Math.min(attempts, BACKOFF_STEPS)));
    };
  }
}
