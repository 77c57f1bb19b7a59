package dev.nightshift.job.source;

import dev.nightshift.job.config.JobFile.EventTimeSettings;
import dev.nightshift.telemetry.Signal;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** How event time advances. */
public final class SignalTimes {

  /** All telemetry of a job waits for the slowest of it, whatever topic it comes from. */
  private static final String ALIGNMENT_GROUP = "telemetry";

  /** How often the sources learn how far they may read. */
  private static final Duration ALIGNMENT_UPDATE = Duration.ofMillis(200);

  private SignalTimes() {}

  /**
   * Bounded out-of-orderness over good signals. Dead letters carry the broker's time, which says
   * nothing of event time, so that they do not move it.
   *
   * <p>With {@link EventTimeSettings#maxLead} no partition is read further ahead of the slowest
   * than that. It is for backlogs: see FLINK-40093 for why it is not the rule.
   */
  public static WatermarkStrategy<Signal> of(EventTimeSettings settings) {
    Duration outOfOrderness = settings.outOfOrderness();
    WatermarkStrategy<Signal> strategy =
        WatermarkStrategy.<Signal>forGenerator(
                context ->
                    new WatermarkGenerator<>() {
                      private final BoundedOutOfOrdernessWatermarks<Signal> bounded =
                          new BoundedOutOfOrdernessWatermarks<>(outOfOrderness);

                      @Override
                      public void onEvent(Signal signal, long timestamp, WatermarkOutput output) {
                        if (signal.bad() == null) {
                          bounded.onEvent(signal, timestamp, output);
                        }
                      }

                      @Override
                      public void onPeriodicEmit(WatermarkOutput output) {
                        bounded.onPeriodicEmit(output);
                      }
                    })
            .withTimestampAssigner((signal, kafkaTime) -> signal.timeMillis())
            .withIdleness(settings.idleness());
    return settings.maxLead() == null
        ? strategy
        : strategy.withWatermarkAlignment(ALIGNMENT_GROUP, settings.maxLead(), ALIGNMENT_UPDATE);
  }

  /**
   * For streams that have no part in event time (control messages, results, announcements): they
   * are idle from the start, so that they never hold it back.
   *
   * <p>A final watermark would not do. While all telemetry is silent longer than its idleness, a
   * timeless stream would be the only active input of the operators that it joins, and its
   * watermark theirs: event time would be over for good, and no timer would ever fire again.
   */
  public static <T> WatermarkStrategy<T> timeless() {
    return WatermarkStrategy.forGenerator(
        context ->
            new WatermarkGenerator<>() {
              @Override
              public void onEvent(T event, long timestamp, WatermarkOutput output) {
                // Their own times do not count.
              }

              @Override
              public void onPeriodicEmit(WatermarkOutput output) {
                output.markIdle();
              }
            });
  }
}
