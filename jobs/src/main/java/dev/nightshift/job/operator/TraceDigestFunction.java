package dev.nightshift.job.operator;

import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.TraceDigest;
import dev.nightshift.diagnose.evidence.TraceParts;
import dev.nightshift.telemetry.Signal;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gathers the spans and log records of a trace and says what they show once it is over. Keyed by
 * trace id; a trace is over, and its state gone, when event time is {@link #TRACE_MILLIS} past its
 * last part.
 */
public final class TraceDigestFunction extends KeyedProcessFunction<String, Signal, Observation> {

  private static final long serialVersionUID = 1L;
  private static final long TRACE_MILLIS = 10_000;
  private static final int MAX_PARTS = 2_000;

  private transient TraceDigest digest;
  private transient ValueState<TraceParts> state;
  private transient ValueState<Long> last;

  @Override
  public void open(OpenContext context) {
    digest = new TraceDigest(MAX_PARTS);
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("parts", TraceParts.class));
    last = getRuntimeContext().getState(new ValueStateDescriptor<>("last", Types.LONG));
  }

  @Override
  public void processElement(Signal signal, Context context, Collector<Observation> out)
      throws Exception {
    TraceParts trace = state.value();
    if (trace == null) {
      trace = new TraceParts();
    }
    if (signal.span() != null) {
      digest.accept(trace, signal.span());
    } else {
      digest.accept(trace, signal.log());
    }
    state.update(trace);
    Long newest = last.value();
    if (newest == null || signal.timeMillis() > newest) {
      last.update(signal.timeMillis());
    }
    if (newest == null) {
      context.timerService().registerEventTimeTimer(signal.timeMillis() + TRACE_MILLIS);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Observation> out)
      throws Exception {
    long over = last.value() + TRACE_MILLIS;
    if (time < over) {
      context.timerService().registerEventTimeTimer(over);
      return;
    }
    digest.finish(state.value(), time).forEach(out::collect);
    state.clear();
    last.clear();
  }
}
