package dev.nightshift.job.operator;

import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.CallEdgeExtractor;
import dev.nightshift.diagnose.TraceState;
import dev.nightshift.telemetry.Signal;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Pairs the spans of a trace into calls between services. Keyed by trace id; a trace is closed, and
 * its state gone, when event time is {@link #TRACE_MILLIS} past its first span.
 */
public final class CallEdgeFunction extends KeyedProcessFunction<String, Signal, CallEdge> {

  private static final long serialVersionUID = 1L;
  private static final long TRACE_MILLIS = 30_000;
  private static final int MAX_SPANS = 1_000;

  private transient CallEdgeExtractor extractor;
  private transient ValueState<TraceState> state;

  @Override
  public void open(OpenContext context) {
    extractor = new CallEdgeExtractor(MAX_SPANS);
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("trace", TraceState.class));
  }

  @Override
  public void processElement(Signal signal, Context context, Collector<CallEdge> out)
      throws Exception {
    TraceState trace = state.value();
    if (trace == null) {
      trace = new TraceState();
      long watermark = Math.max(context.timerService().currentWatermark(), signal.timeMillis());
      context.timerService().registerEventTimeTimer(watermark + TRACE_MILLIS);
    }
    extractor.accept(trace, signal.span()).forEach(out::collect);
    state.update(trace);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<CallEdge> out) throws Exception {
    TraceState trace = state.value();
    if (trace != null) {
      extractor.flush(trace).forEach(out::collect);
      state.clear();
    }
  }
}
