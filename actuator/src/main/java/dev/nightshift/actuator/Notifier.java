package dev.nightshift.actuator;

import dev.nightshift.actuator.action.Backoff;
import dev.nightshift.actuator.notify.Channel;
import dev.nightshift.actuator.notify.Delivery;
import dev.nightshift.actuator.notify.NotifySettings;
import dev.nightshift.actuator.notify.Stage;
import dev.nightshift.actuator.notify.Word;
import dev.nightshift.contract.Notification;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * Tells people of incidents that need them, and when they are needed no more: some of every
 * incident, as its snapshots say, and the contacts of an escalation chain when the job calls them.
 * A message is committed when the database holds what follows from it; a notice is tried until it
 * was taken, so that it comes at least once. A halt of automation does not silence it.
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

  /** Channels that are told of every incident. */
  private final List<String> all = new ArrayList<>();

  /** Channels by contact. */
  private final Map<String, List<String>> contacts = new LinkedHashMap<>();

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
    settings.channels().forEach(maker -> all.add(add("", maker.apply(clock))));
    settings
        .contacts()
        .forEach(
            (contact, makers) ->
                contacts.put(
                    contact,
                    makers.stream().map(maker -> add(contact + "/", maker.apply(clock))).toList()));
  }

  private String add(String contact, Channel channel) {
    channels.put(contact + channel.name(), channel);
    return contact + channel.name();
  }

  /** Takes in one snapshot of an incident. */
  void snapshot(RequestSource.Message message) throws SQLException {
    take(message, "incidents", bytes -> new Told(Word.snapshot(bytes), all));
  }

  /** Takes in one call of an escalation chain. */
  void call(RequestSource.Message message) throws SQLException {
    take(
        message,
        "calls",
        bytes -> new Told(Word.call(bytes), reached(Notification.getDecoder().decode(bytes))));
  }

  /** A word, and the channels that have to pass it on. */
  private record Told(Word word, List<String> channels) {}

  private interface Reader {
    Told read(byte[] bytes) throws IOException;
  }

  /** The channels of whom a call names. A slip of the pen in a policy must not leave nobody. */
  private List<String> reached(Notification call) {
    List<String> unknown =
        call.getChannels().stream().filter(name -> !contacts.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      metrics.count("calls", "unknown_contact");
      LOG.error(
          "call {} is for {}, of whom 'contacts' knows nothing: all contacts are called instead",
          call.getId(),
          unknown);
      return contacts.values().stream().flatMap(List::stream).toList();
    }
    return call.getChannels().stream().flatMap(name -> contacts.get(name).stream()).toList();
  }

  private void take(RequestSource.Message message, String kind, Reader reader) throws SQLException {
    Told told;
    try {
      told = reader.read(message.value());
    } catch (IOException | AvroRuntimeException e) {
      // The topic is the job's, which keeps what it cannot write: this is another's record.
      metrics.count(kind, "malformed");
      LOG.warn("a record of {} cannot be read: {}", message.topic(), e.getMessage());
      return;
    }
    Optional<Stage> stage = told.word().stage();
    Instant now = clock.instant();
    boolean stale =
        Instant.ofEpochMilli(message.receivedAt()).plus(settings.maxAge()).isBefore(now);
    if (stage.isEmpty() || (stale && stage.get() == Stage.TRIGGERED)) {
      return;
    }
    database.transaction(
        db -> {
          for (String channel : told.channels()) {
            NotificationTable.note(db, told.word(), channel, now);
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
