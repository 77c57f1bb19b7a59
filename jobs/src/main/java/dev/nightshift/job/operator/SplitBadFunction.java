package dev.nightshift.job.operator;

import dev.nightshift.contract.DeadLetter;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.telemetry.BadInput;
import dev.nightshift.telemetry.Signal;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Sends what could not be decoded to the dead letters, and counts both kinds. */
public final class SplitBadFunction extends ProcessFunction<Signal, Signal> {

  private static final long serialVersionUID = 1L;

  private transient Counter good;
  private transient Counter bad;

  @Override
  public void open(OpenContext context) {
    good = getRuntimeContext().getMetricGroup().counter("signals");
    bad = getRuntimeContext().getMetricGroup().counter("signals_undecodable");
  }

  @Override
  public void processElement(Signal signal, Context context, Collector<Signal> out) {
    if (signal.bad() != null) {
      bad.inc();
      context.output(Outputs.DEAD_LETTERS, deadLetter(signal.bad()));
    } else {
      good.inc();
      out.collect(signal);
    }
  }

  private static DeadLetter deadLetter(BadInput input) {
    return DeadLetter.newBuilder()
        .setSource(input.source())
        .setReason(input.reason())
        .setDetail(input.detail())
        .setAt(input.timeMillis())
        .setOriginal(ByteBuffer.wrap(input.original()))
        .build();
  }
}
