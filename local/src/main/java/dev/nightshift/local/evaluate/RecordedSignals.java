package dev.nightshift.local.evaluate;

import dev.nightshift.local.runtime.BatchWatermarks;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * Recorded steps as telemetry: each value is a point of a gauge in the middle of its step.
 * Recordings without times get made-up ones; the first step begins at {@link #START}.
 */
final class RecordedSignals {

  /** A multiple of every step that divides a day: 5 January 2026, a Monday, in UTC. */
  static final long START = Duration.ofDays(20_458).toMillis();

  /** Steps between two watermarks: as many as make a batch for the model. */
  private static final int STEPS_PER_WATERMARK = 128;

  private RecordedSignals() {}

  /** End of a step, counted from 0. */
  static long stepEnd(int index, Duration step) {
    return START + (index + 1) * step.toMillis();
  }

  /**
   * A bounded stream of all steps in order, with watermarks.
   *
   * @param rows [step][feature]; a missing value is no signal
   */
  static DataStream<Signal> stream(
      StreamExecutionEnvironment env,
      Entity entity,
      List<String> features,
      float[][] rows,
      Duration step) {
    long millis = step.toMillis();
    return env.fromSequence(0, rows.length - 1)
        .setParallelism(1)
        .flatMap(
            new Points(entity, features.toArray(new String[0]), rows, millis),
            TypeInformation.of(Signal.class))
        .setParallelism(1)
        .name("recorded steps")
        .assignTimestampsAndWatermarks(BatchWatermarks.every(STEPS_PER_WATERMARK * millis))
        .setParallelism(1);
  }

  private static final class Points implements FlatMapFunction<Long, Signal> {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String[] features;
    private final float[][] rows;
    private final long step;
    private transient Entity entity;

    Points(Entity entity, String[] features, float[][] rows, long step) {
      this.key = entity.key();
      this.features = features;
      this.rows = rows;
      this.step = step;
    }

    @Override
    public void flatMap(Long index, Collector<Signal> out) {
      if (entity == null) {
        entity = Entity.parse(key);
      }
      float[] row = rows[index.intValue()];
      long time = START + index * step + step / 2;
      for (int f = 0; f < row.length; f++) {
        if (!Float.isNaN(row[f])) {
          out.collect(
              Signal.of(
                  new MetricPoint(
                      entity, features[f], Map.of(), MetricKind.GAUGE, 0, time, row[f], null)));
        }
      }
    }
  }
}
