package dev.nightshift.local.replay;

import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Publishes a recording at its own pace, a multiple of it, or as fast as it goes. Waits until each
 * record is due by the recording's own clock, so that no error adds up.
 */
public final class Replayer {

  private static final long PROGRESS_MILLIS = 1_000L;

  private final Clock clock;
  private final Pacer pacer;
  private final Consumer<ReplayProgress> progress;

  /** Waits for the given time. */
  public interface Pacer {
    void pause(long millis) throws InterruptedException;
  }

  /**
   * @param progress called about once a second
   */
  public Replayer(Clock clock, Pacer pacer, Consumer<ReplayProgress> progress) {
    this.clock = clock;
    this.pacer = pacer;
    this.progress = progress;
  }

  /**
   * @param speed event time over clock time; 0 for as fast as possible
   * @return the totals; {@code seconds} includes reading, not the delivery of what the sink buffers
   * @throws IOException if the recording cannot be read; what came before has been published
   */
  public ReplayProgress run(ReplayReader reader, ReplaySink sink, double speed)
      throws IOException, InterruptedException {
    long began = clock.millis();
    long reported = began;
    long firstEvent = Long.MIN_VALUE;
    ReplayProgress total = ReplayProgress.NONE;
    for (ReplayRecord event = reader.next(); event != null; event = reader.next()) {
      if (firstEvent == Long.MIN_VALUE) {
        firstEvent = event.eventTimeMillis();
      }
      if (speed > 0) {
        long due = began + (long) ((event.eventTimeMillis() - firstEvent) / speed);
        for (long wait = due - clock.millis(); wait > 0; wait = due - clock.millis()) {
          pacer.pause(Math.min(wait, PROGRESS_MILLIS));
        }
      }
      sink.publish(event);
      long now = clock.millis();
      total = total.plus(event, now - began);
      if (now - reported >= PROGRESS_MILLIS) {
        reported = now;
        progress.accept(total);
      }
    }
    progress.accept(total);
    return total;
  }
}
