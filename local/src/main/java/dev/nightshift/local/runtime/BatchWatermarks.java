package dev.nightshift.local.runtime;

import dev.nightshift.telemetry.Signal;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks of a recording that is read in the order of its times: one now and then in event time,
 * however fast it is read.
 */
public final class BatchWatermarks implements WatermarkGenerator<Signal> {

  private final long interval;
  private long next = Long.MIN_VALUE;

  private BatchWatermarks(long interval) {
    this.interval = interval;
  }

  /**
   * The strategy, with the signals' own times.
   *
   * @param intervalMillis event time between two watermarks
   */
  public static WatermarkStrategy<Signal> every(long intervalMillis) {
    return WatermarkStrategy.<Signal>forGenerator(context -> new BatchWatermarks(intervalMillis))
        .withTimestampAssigner((signal, ignored) -> signal.timeMillis());
  }

  @Override
  public void onEvent(Signal signal, long time, WatermarkOutput output) {
    if (time > next) {
      // The points of one step share a time, so this one's step is still being read.
      output.emitWatermark(new Watermark(time - 1));
      next = time + interval;
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // How far time has come depends on what was read, never on how fast.
  }
}
