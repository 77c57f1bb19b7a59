package dev.nightshift.local.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a condition holds, looking again and again. */
public final class Await {

  private static final long PAUSE_MILLIS = 100;

  private Await() {}

  /** A question about the outside world. */
  @FunctionalInterface
  public interface Condition {
    /**
     * Looks once.
     *
     * @throws IOException if the answer cannot be had at all; this ends the wait
     */
    boolean holds() throws IOException;
  }

  /**
   * Returns as soon as the condition holds.
   *
   * @param what is waited for, in words for the error message
   * @param limit how long to wait
   * @throws TimeoutException if it did not hold within the limit
   */
  public static void until(String what, Duration limit, Condition condition)
      throws IOException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("Waited " + limit.toSeconds() + " s for " + what);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }
}
