package dev.nightshift.local.backtest;

import dev.nightshift.job.config.SourceSettings.Format;
import dev.nightshift.local.replay.RecordingDecoder;
import dev.nightshift.local.replay.ReplayLayouts;
import dev.nightshift.local.replay.ReplayOptions;
import dev.nightshift.local.replay.ReplayReader;
import dev.nightshift.local.replay.ReplayRecord;
import dev.nightshift.telemetry.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads the recording that its input names, from one end to the other, with the watermarks that the
 * job's sources would make of it. They follow the records and not the clock, so that the same
 * recording is late in the same places every time; the last one stands where the recording ends.
 */
final class RecordingOperator extends AbstractStreamOperator<Signal>
    implements OneInputStreamOperator<String, Signal> {

  /** How far it is, about once a second. */
  static final OutputTag<ReadProgress> PROGRESS =
      new OutputTag<>("progress") {
        private static final long serialVersionUID = 1L;
      };

  private static final long serialVersionUID = 1L;
  private static final long WATERMARK_STEP_MILLIS = 1_000;
  private static final long PROGRESS_MILLIS = 1_000;

  private final ReplayOptions options;
  private final EnumSet<Format> formats;
  private final long outOfOrdernessMillis;
  private final long maxFutureMillis;

  private transient long rows;
  private transient long signals;
  private transient long skipped;
  private transient long begin;
  private transient long newest;

  /**
   * @param formats that the job's sources read; others are counted and left out
   */
  RecordingOperator(
      ReplayOptions options, Set<Format> formats, long outOfOrdernessMillis, long maxFutureMillis) {
    this.options = options;
    this.formats = EnumSet.copyOf(formats);
    this.outOfOrdernessMillis = outOfOrdernessMillis;
    this.maxFutureMillis = maxFutureMillis;
  }

  @Override
  public void processElement(StreamRecord<String> path) throws IOException {
    RecordingDecoder decoder = new RecordingDecoder(maxFutureMillis);
    Signals out = new Signals();
    begin = Long.MAX_VALUE;
    newest = Long.MIN_VALUE;
    long watermark = Long.MIN_VALUE;
    long told = getProcessingTimeService().getCurrentProcessingTime();
    try (ReplayReader reader = ReplayLayouts.open(Path.of(path.getValue()), options)) {
      for (ReplayRecord event = reader.next(); event != null; event = reader.next()) {
        rows += event.rows();
        if (!formats.contains(RecordingDecoder.format(event))) {
          skipped += event.events();
          continue;
        }
        decoder.decode(event, out);
        long passed = signals == 0 ? Long.MIN_VALUE : newest - outOfOrdernessMillis - 1;
        if (passed - WATERMARK_STEP_MILLIS >= watermark
            || (watermark == Long.MIN_VALUE && signals > 0)) {
          watermark = passed;
          output.emitWatermark(new Watermark(watermark));
        }
        long now = getProcessingTimeService().getCurrentProcessingTime();
        if (now - told >= PROGRESS_MILLIS) {
          told = now;
          tell(false);
        }
      }
    }
    tell(true);
    if (signals > 0) {
      output.emitWatermark(new Watermark(newest));
    }
  }

  private void tell(boolean done) {
    boolean any = signals > 0;
    output.collect(
        PROGRESS,
        new StreamRecord<>(
            new ReadProgress(rows, signals, skipped, any ? begin : 0, any ? newest : 0, done)));
  }

  private final class Signals implements Collector<Signal> {

    @Override
    public void collect(Signal signal) {
      // What could not be read has the time of its record, which says nothing of event time.
      if (signal.bad() == null) {
        signals++;
        begin = Math.min(begin, signal.timeMillis());
        newest = Math.max(newest, signal.timeMillis());
      }
      output.collect(new StreamRecord<>(signal, signal.timeMillis()));
    }

    @Override
    public void close() {
      // The stream is Flink's to close.
    }
  }
}
