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
 * Lets simulated time pass: one tick a simulated second, {@code speed} of them a second on the
 * wall, telemetry after each. {@link #run()} returns when the duration is over or {@link #stop()}
 * was called from another thread.
 */
public final class ShopRunner implements Runnable {

  private static final long TICK_MILLIS = 1_000;

  private final ShopSimulation simulation;
  private final ShopTelemetry telemetry;
  private final TelemetrySink sink;
  private final List<Export> outbox = new ArrayList<>();
  private final double speed;
  private final long endMillis;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param seed of the telemetry's own chance
   * @param speed simulated seconds a second; infinite for as fast as it can
   * @param duration simulated, from where the simulation stands now
   * @throws IllegalArgumentException if the speed is not above 0
   */
  public ShopRunner(
      ShopSimulation simulation, long seed, TelemetrySink sink, double speed, Duration duration) {
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
    this.endMillis = simulation.world().now() + duration.toMillis();
  }

  @Override
  public void run() {
    long startNanos = System.nanoTime();
    double tickNanos = TICK_MILLIS * 1e6 / speed;
    boolean over = false;
    for (long tick = 1; !over && !awaitStop(startNanos + (long) (tick * tickNanos)); tick++) {
      synchronized (simulation) {
        simulation.advance(TICK_MILLIS);
        telemetry.observe(TICK_MILLIS);
        over = simulation.world().now() >= endMillis;
      }
      send();
    }
    synchronized (simulation) {
      telemetry.flush();
    }
    send();
  }

  /** Outside the lock: a slow broker must not keep the infrastructure from answering. */
  private void send() {
    outbox.forEach(export -> sink.accept(export.topic, export.key, export.payload));
    outbox.clear();
  }

  private record Export(String topic, String key, byte[] payload) {}

  /** Waits until a tick is due; true if it must not come. */
  private boolean awaitStop(long dueNanos) {
    try {
      return stopped.await(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
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
