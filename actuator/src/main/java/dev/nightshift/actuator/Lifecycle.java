package dev.nightshift.actuator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the threads of one actuator share about its life: whether it is closing, and what is wrong
 * with it. An exception of a loop is logged and tried again; an {@link Error} ends the whole
 * actuator at once and leaves everything to recovery.
 */
final class Lifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  /** One round of a loop. */
  @FunctionalInterface
  interface Round {
    void run() throws Exception;
  }

  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicReference<Error> fatal = new AtomicReference<>();
  private final Map<String, String> troubles = new ConcurrentHashMap<>();
  private final ActuatorMetrics metrics;

  Lifecycle(ActuatorMetrics metrics) {
    this.metrics = metrics;
  }

  /** Starts a thread that repeats the round until the latch is down or the actuator died. */
  Thread loop(String name, CountDownLatch end, Round round, Duration retry) {
    Thread thread =
        new Thread(
            () -> {
              while (end.getCount() > 0 && !dead()) {
                attempt(name, end, round, retry);
              }
            },
            "actuator-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void attempt(String name, CountDownLatch end, Round round, Duration retry) {
    try {
      round.run();
      troubles.remove(name);
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted", name);
    } catch (Exception e) {
      metrics.count("errors", name);
      troubles.put(name, e.getClass().getSimpleName() + ": " + e.getMessage());
      LOG.warn("{} failed and will be tried again", name, e);
      try {
        end.await(retry.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        LOG.debug("{} was interrupted", name);
      }
    } catch (Error e) {
      die(e);
    }
  }

  void die(Error error) {
    if (fatal.compareAndSet(null, error)) {
      LOG.error("the actuator stops at once; what it began will be recovered", error);
    }
    closing.countDown();
  }

  void close() {
    closing.countDown();
  }

  CountDownLatch closing() {
    return closing;
  }

  boolean dead() {
    return fatal.get() != null;
  }

  /** What is wrong, in words; empty if nothing is. */
  Optional<String> trouble() {
    if (dead()) {
      return Optional.of("stopped by " + fatal.get());
    }
    if (closing.getCount() == 0) {
      return Optional.of("closing");
    }
    return troubles.isEmpty() ? Optional.empty() : Optional.of(troubles.toString());
  }
}
