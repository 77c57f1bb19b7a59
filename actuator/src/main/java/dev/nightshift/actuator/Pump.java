package dev.nightshift.actuator;

import dev.nightshift.actuator.action.ProviderAnswer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the workers busy from the ledger: renews leases, refuses what was halted or expired, takes
 * over what was interrupted, begins what waits.
 */
final class Pump {

  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
  private static final long TICK_MILLIS = 200;

  private final ActuatorConfig config;
  private final Ledger ledger;
  private final Executor executor;
  private final Lifecycle life;
  private final ActuatorMetrics metrics;
  private final Actuator.Hooks hooks;
  private final Runnable finished;
  private final ExecutorService workers;
  private final AtomicInteger busy = new AtomicInteger();
  private final Semaphore signal = new Semaphore(0);

  Pump(
      ActuatorConfig config,
      Ledger ledger,
      Executor executor,
      Lifecycle life,
      ActuatorMetrics metrics,
      Actuator.Hooks hooks,
      Runnable finished) {
    this.config = config;
    this.ledger = ledger;
    this.executor = executor;
    this.life = life;
    this.metrics = metrics;
    this.hooks = hooks;
    this.finished = finished;
    this.workers =
        Executors.newFixedThreadPool(
            config.workers(),
            task -> {
              Thread thread = new Thread(task, "actuator-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Something may have become possible. */
  void wake() {
    signal.release();
  }

  void round() throws SQLException, InterruptedException {
    ledger.renew(config.lease());
    if (life.closing().getCount() > 0) {
      if (ledger.sweep() > 0) {
        finished.run();
      }
      submit(ledger.takeOver(config.workers() - busy.get()), "takeovers");
      submit(ledger.start(config.workers() - busy.get()), "starts");
    }
    if (signal.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
      signal.drainPermits();
    }
  }

  /** Hands entries that the ledger gave to this actuator to the workers, or back to the ledger. */
  void submit(List<LedgerEntry> entries, String kind) {
    for (LedgerEntry entry : entries) {
      metrics.count(kind, "action");
      busy.incrementAndGet();
      Task task = new Task(entry);
      try {
        workers.execute(task);
      } catch (RejectedExecutionException e) {
        // The actuator began to close after this round had looked.
        task.leave();
      }
    }
  }

  private final class Task implements Runnable {

    private final LedgerEntry entry;

    Task(LedgerEntry entry) {
      this.entry = entry;
    }

    @Override
    public void run() {
      if (life.dead() || Thread.currentThread().isInterrupted()) {
        leave();
        return;
      }
      try {
        see(entry);
      } catch (InterruptedException e) {
        LOG.info("{} is left to recovery", entry.key());
      } catch (Error e) {
        life.die(e);
      } finally {
        busy.decrementAndGet();
        wake();
      }
    }

    /**
     * Nothing was sent for this entry: another actuator may begin it anew. Without this, an action
     * that must not be repeated would be called unknown.
     */
    void leave() {
      busy.decrementAndGet();
      try {
        boolean waits = !entry.interrupted() && ledger.putBack(entry.key());
        LOG.info("{} {}", entry.key(), waits ? "waits again" : "is left to recovery");
      } catch (SQLException e) {
        LOG.warn("{} cannot be put back and is left to recovery", entry.key(), e);
      }
    }
  }

  private void see(LedgerEntry entry) throws InterruptedException {
    hooks.at(Step.BEFORE_EFFECT, entry.key());
    ProviderAnswer answer = executor.run(entry);
    hooks.at(Step.AFTER_EFFECT, entry.key());
    for (boolean recorded = false; !recorded && !life.dead(); ) {
      try {
        boolean ours = ledger.finish(entry.key(), answer);
        recorded = true;
        metrics.count("outcomes", answer.outcome().name().toLowerCase(Locale.ROOT));
        LOG.info("{}: {} {}", entry.key(), answer.outcome(), ours ? answer.detail() : "(lost)");
      } catch (SQLException e) {
        LOG.warn("{}: the outcome cannot be recorded yet", entry.key(), e);
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
    }
    finished.run();
  }

  /** Waits for running actions, interrupts those that take longer; false if there were any. */
  boolean drain(Duration grace) throws InterruptedException {
    workers.shutdown();
    boolean quiet = workers.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    if (!quiet) {
      for (Runnable waiting : workers.shutdownNow()) {
        if (waiting instanceof Task task) {
          task.leave();
        }
      }
      workers.awaitTermination(5, TimeUnit.SECONDS);
    }
    return quiet;
  }
}
