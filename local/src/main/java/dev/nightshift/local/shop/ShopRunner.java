package dev.nightshift.local.shop;

import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.shop.telemetry.ShopTelemetry;
import dev.nightshift.local.shop.telemetry.TelemetrySink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets simulated time pass: one tick a simulated second, at most {@code speed} of them a second on
 * the wall and none that its {@link Pace} does not allow yet, telemetry after each. {@link #run()}
 * returns when the duration is over or {@link #stop()} was called from another thread.
 */
public final class ShopRunner implements Runnable {

  private static final long TICK_MILLIS = 1_000;
  private static final long PACE_MILLIS = 20;

  private final ShopSimulation simulation;
  private final ShopTelemetry telemetry;
  private final TelemetrySink sink;
  private final List<Export> outbox = new ArrayList<>();
  private final double speed;
  private final Pace pace;
  private final long endMillis;
  private volatile long sentMillis;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** How far simulated time may run. */
  @FunctionalInterface
  public interface Pace {

    /** As fast as the runner's speed allows. */
    Pace FREE = () -> Long.MAX_VALUE;

    /** Milliseconds since the simulation began that may have passed by now. */
    long allowedMillis();
  }

  /** Without anybody to wait for. */
  public ShopRunner(
      ShopSimulation simulation, long seed, TelemetrySink sink, double speed, Duration duration) {
    this(simulation, seed, sink, speed, duration, Pace.FREE);
  }

  /**
   * @param seed of the telemetry's own chance
   * @param speed simulated seconds a second; infinite for as fast as it can
   * @param duration simulated, from where the simulation stands now
   * @throws IllegalArgumentException if the speed is not above 0
   */
  public ShopRunner(
      ShopSimulation simulation,
      long seed,
      TelemetrySink sink,
      double speed,
      Duration duration,
      Pace pace) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed must be above 0, not " + speed);
    }
    this.simulation = simulation;
    this.sink = sink;
    this.telemetry =
        new ShopTelemetry(
            simulation.world(),
            seed,
            (topic, key, payload) -> outbox.add(new Export(topic, key, payload)));
    this.speed = speed;
    this.pace = pace;
    this.endMillis = simulation.world().now() + duration.toMillis();
  }

  @Override
  public void run() {
    double tickNanos = TICK_MILLIS * 1e6 / speed;
    boolean over = false;
    long elapsed = 0;
    long due = System.nanoTime() + (long) tickNanos;
    for (; !over && !awaitStop(due, elapsed); elapsed += TICK_MILLIS) {
      // Time that was lost is not made up for: haste would put load on a machine that lags already.
      due = Math.max(due, System.nanoTime() - (long) tickNanos) + (long) tickNanos;
      synchronized (simulation) {
        simulation.advance(TICK_MILLIS);
        telemetry.observe(TICK_MILLIS);
        over = simulation.world().now() >= endMillis;
      }
      send();
      sentMillis = elapsed + TICK_MILLIS;
    }
    // What is over holds nobody back.
    sentMillis = Long.MAX_VALUE;
    synchronized (simulation) {
      telemetry.flush();
    }
    send();
  }

  /** Simulated milliseconds whose telemetry has been handed to the sink. */
  public long sentMillis() {
    return sentMillis;
  }

  /** Outside the lock: a slow broker must not keep the infrastructure from answering. */
  private void send() {
    outbox.forEach(export -> sink.accept(export.topic, export.key, export.payload));
    outbox.clear();
  }

  private record Export(String topic, String key, byte[] payload) {}

  /** Waits until a tick is due and allowed; true if it must not come. */
  private boolean awaitStop(long dueNanos, long elapsedMillis) {
    try {
      boolean over = stopped.await(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      while (!over && elapsedMillis + TICK_MILLIS > pace.allowedMillis()) {
        over = stopped.await(PACE_MILLIS, TimeUnit.MILLISECONDS);
      }
      return over;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Ends the run after the tick under way. */
  public void stop() {
    stopped.countDown();
  }
}
