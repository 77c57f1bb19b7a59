package dev.nightshift.actuator;

import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.contract.ActionResult;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that acts. Requests come in, the ledger decides under its limits, providers execute,
 * results go out:
 *
 * <pre>
 *   requests topic -> intake -> ledger (claim or refuse) -> pump -> workers -> provider
 *   control topic  -> intake -> ledger (halt)                          |
 *   results topic  <- reporter <- ledger (outcome) <-------------------+
 * </pre>
 *
 * No key is executed twice, and none is forgotten: every arrow ends in the ledger before the next
 * begins, and what an actuator leaves unfinished another one takes over.
 */
public final class Actuator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Actuator.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(1);

  /** Told of each step of each action before it is taken. For tests of recovery. */
  @FunctionalInterface
  public interface Hooks {
    void at(Step step, String key);
  }

  /**
   * Everything outside of the ledger that an actuator works with; it closes them when it closes.
   *
   * @param incidents snapshots of incidents, if anybody is to be told of them
   * @param calls of escalation chains, if there are contacts to call
   */
  public record Parts(
      RequestSource requests,
      RequestSource control,
      Optional<RequestSource> incidents,
      Optional<RequestSource> calls,
      ResultSink results,
      List<ActionProvider> providers,
      Clock clock,
      Hooks hooks) {}

  private final ActuatorConfig config;
  private final Parts parts;
  private final LedgerDatabase database;
  private final Ledger ledger;
  private final Pump pump;
  private final ActuatorMetrics metrics = new ActuatorMetrics();
  private final Lifecycle life = new Lifecycle(metrics);
  private final Semaphore unreported = new Semaphore(0);

  /** Down once every word on halts that was said while no actuator ran has been heard. */
  private final CountDownLatch heard = new CountDownLatch(1);

  private final CountDownLatch drained = new CountDownLatch(1);
  private final List<Thread> intakes = new ArrayList<>();
  private final List<Thread> servants = new ArrayList<>();
  private Optional<MetricsEndpoint> endpoint = Optional.empty();

  private Actuator(ActuatorConfig config, Parts parts, LedgerDatabase database) {
    this.config = config;
    this.parts = parts;
    this.database = database;
    this.ledger = new Ledger(database, config, parts.clock(), UUID.randomUUID().toString());
    Executor executor = new Executor(config, ledger, parts.providers(), parts.clock());
    this.pump =
        new Pump(config, ledger, executor, life, metrics, parts.hooks(), unreported::release);
  }

  /**
   * Starts an actuator on Kafka and PostgreSQL, with the providers of its configuration.
   *
   * @throws IOException if the port of metrics and health cannot be opened
   */
  public static Actuator start(ActuatorConfig config) throws IOException {
    ActuatorConfig.Kafka kafka = config.kafka();
    Clock clock = Clock.systemUTC();
    return start(
        config,
        new Parts(
            KafkaRequestSource.connect(kafka, kafka.requests(), kafka.group()),
            KafkaRequestSource.connectAlone(kafka, kafka.control(), kafka.group() + "-control"),
            config
                .notifications()
                .filter(n -> !n.channels().isEmpty())
                .map(n -> KafkaRequestSource.connect(kafka, n.topic(), kafka.group() + "-notify")),
            config
                .notifications()
                .filter(n -> !n.contacts().isEmpty())
                .map(n -> KafkaRequestSource.connect(kafka, n.calls(), kafka.group() + "-calls")),
            KafkaResultSink.connect(kafka),
            providers(config, clock),
            clock,
            (step, key) -> {}));
  }

  /** Makes the providers that the configuration has sections for; none connects yet. */
  static List<ActionProvider> providers(ActuatorConfig config, Clock clock) {
    ProviderContext context =
        new ProviderContext(clock, () -> ThreadLocalRandom.current().nextDouble());
    List<ActionProvider> providers = new ArrayList<>();
    config.providers().values().forEach(settings -> providers.add(settings.open(context)));
    return providers;
  }

  /**
   * Starts an actuator on the given parts.
   *
   * @throws IllegalArgumentException if a rule names a provider that is not among the parts
   * @throws IOException if the port of metrics and health cannot be opened
   */
  public static Actuator start(ActuatorConfig config, Parts parts) throws IOException {
    Actuator actuator = new Actuator(config, parts, LedgerDatabase.open(config.database()));
    actuator.run();
    return actuator;
  }

  private void run() throws IOException {
    if (config.httpPort().isPresent()) {
      endpoint = Optional.of(new MetricsEndpoint(config.httpPort().get(), metrics, this::health));
    }
    Intake intake =
        new Intake(
            ledger,
            parts,
            new ControlAuthority(config.control()),
            metrics,
            () -> {
              pump.wake();
              unreported.release();
            });
    CountDownLatch closing = life.closing();
    intakes.add(life.loop("control", closing, () -> hear(intake), RETRY));
    intakes.add(
        life.loop(
            "requests", closing, () -> intake.round(parts.requests(), intake::request), RETRY));
    if (config.notifications().isPresent()) {
      tell(new Notifier(config.notifications().get(), database, parts.clock(), metrics), intake);
    }
    Retention retention = new Retention(database, config, parts.clock());
    intakes.add(life.loop("retention", closing, () -> forget(retention, closing), PRUNE_INTERVAL));
    servants.add(life.loop("pump", drained, this::act, RETRY));
    servants.add(life.loop("reporter", drained, this::reportAll, RETRY));
    LOG.info("the actuator runs in mode {}", config.mode());
  }

  private void hear(Intake intake) throws SQLException {
    intake.round(parts.control(), intake::control);
    if (heard.getCount() > 0 && parts.control().caughtUp()) {
      heard.countDown();
    }
  }

  /** A halt may have been said while nobody listened: nothing begins before it is heard. */
  private void act() throws SQLException, InterruptedException {
    if (heard.await(1, TimeUnit.SECONDS)) {
      pump.round();
    }
  }

  private void tell(Notifier notifier, Intake intake) {
    parts.incidents().ifPresent(source -> listen("incidents", intake, source, notifier::snapshot));
    parts.calls().ifPresent(source -> listen("calls", intake, source, notifier::call));
    intakes.add(life.loop("notifier", life.closing(), notifier::round, RETRY));
  }

  private void listen(String name, Intake intake, RequestSource source, Intake.Handler handler) {
    intakes.add(life.loop(name, life.closing(), () -> intake.round(source, handler), RETRY));
  }

  private static void forget(Retention retention, CountDownLatch closing)
      throws SQLException, InterruptedException {
    if (!retention.prune()) {
      closing.await(PRUNE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void reportAll() throws SQLException, InterruptedException {
    while (!life.dead() && ledger.report(this::report)) {
      metrics.count("reports", "sent");
    }
    if (unreported.tryAcquire(1, TimeUnit.SECONDS)) {
      unreported.drainPermits();
    }
  }

  private void report(ActionResult result) {
    parts.hooks().at(Step.BEFORE_REPORT, result.getKey());
    parts.results().publish(result);
    parts.hooks().at(Step.AFTER_REPORT, result.getKey());
  }

  /** Whether it does its work. */
  public Health health() {
    Optional<String> trouble = life.trouble();
    return new Health(trouble.isEmpty(), trouble.orElse("ok"));
  }

  public ActuatorMetrics metrics() {
    return metrics;
  }

  /** The port of metrics and health, if they are served. */
  public Optional<Integer> httpPort() {
    return endpoint.map(MetricsEndpoint::port);
  }

  /** Waits until the actuator is closed or has died. */
  public void await() throws InterruptedException {
    life.closing().await();
  }

  /**
   * Takes no more requests, lets running actions end within the grace time, reports them, and lets
   * go of the others, which another actuator then takes over.
   */
  @Override
  public void close() {
    life.close();
    try {
      parts.requests().wakeUp();
      parts.control().wakeUp();
      parts.incidents().ifPresent(RequestSource::wakeUp);
      parts.calls().ifPresent(RequestSource::wakeUp);
      join(intakes);
      boolean quiet = pump.drain(life.dead() ? Duration.ZERO : config.shutdownGrace());
      if (!life.dead()) {
        reportRest();
      }
      drained.countDown();
      pump.wake();
      unreported.release();
      join(servants);
      if (!quiet && !life.dead()) {
        ledger.release();
      }
      database.close();
    } catch (SQLException e) {
      LOG.warn("the ledger could not be left in order; leases will run out", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("closing was interrupted; leases will run out", e);
    } finally {
      endpoint.ifPresent(MetricsEndpoint::close);
      parts.requests().close();
      parts.control().close();
      parts.incidents().ifPresent(RequestSource::close);
      parts.calls().ifPresent(RequestSource::close);
      parts.providers().forEach(ActionProvider::close);
      parts.results().close();
    }
  }

  private void reportRest() throws SQLException {
    try {
      while (ledger.report(this::report)) {
        metrics.count("reports", "sent");
      }
    } catch (RuntimeException e) {
      LOG.warn("not all results could be reported; the next start does it", e);
    }
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    }
  }
}
