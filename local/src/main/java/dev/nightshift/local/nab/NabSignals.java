package dev.nightshift.local.nab;

import dev.nightshift.local.runtime.BatchWatermarks;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Signal;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** The rows of a file as what a gauge would have reported, in the order of the file. */
final class NabSignals {

  /** Steps between watermarks: a watermark for each row would cost more than the row. */
  private static final int STEPS_PER_WATERMARK = 128;

  private NabSignals() {}

  /** The usual distance of two rows in milliseconds: the median. */
  static long step(NabSeries series) {
    long[] distances = new long[Math.max(0, series.rows() - 1)];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = series.times()[i + 1] - series.times()[i];
    }
    Arrays.sort(distances);
    return distances.length == 0 ? 1_000 : Math.max(1_000, distances[distances.length / 2]);
  }

  static DataStream<Signal> stream(StreamExecutionEnvironment env, NabSeries series, long step) {
    return env.fromSequence(0, series.rows() - 1)
        .setParallelism(1)
        .flatMap(
            new Points(series.category(), series.name(), series.times(), series.values()),
            TypeInformation.of(Signal.class))
        .setParallelism(1)
        .name("recorded rows")
        .assignTimestampsAndWatermarks(BatchWatermarks.every(STEPS_PER_WATERMARK * step))
        .setParallelism(1);
  }

  private static final class Points implements FlatMapFunction<Long, Signal> {
    private static final long serialVersionUID = 1L;

    private final String system;
    private final String service;
    private final long[] times;
    private final double[] values;

    Points(String system, String service, long[] times, double[] values) {
      this.system = system;
      this.service = service;
      this.times = times;
      this.values = values;
    }

    @Override
    public void flatMap(Long index, Collector<Signal> out) {
      int row = index.intValue();
      Entity entity = Entity.service(system, service);
      out.collect(
          Signal.of(
              new MetricPoint(
                  entity, "value", Map.of(), MetricKind.GAUGE, 0, times[row], values[row], null)));
    }
  }
}
