package dev.nightshift.job.operator;

import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.CallEdgeExtractor;
import dev.nightshift.diagnose.TraceState;
import dev.nightshift.telemetry.Signal;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Pairs the spans of a trace into calls between services. Keyed by trace id; a trace is closed, and
 * its state gone, when event time is {@link #TRACE_MILLIS} past its last span.
 *
 * <p>Spans of a trace come from several partitions, in any order. So a call leaves when event time
 * reaches its end, and not with the span that happened to complete it: it counts in the same
 * interval in every run.
 */
public final class CallEdgeFunction extends KeyedProcessFunction<String, Signal, CallEdge> {

  private static final long serialVersionUID = 1L;
  private static final long TRACE_MILLIS = 30_000;
  private static final int MAX_SPANS = 1_000;

  private transient CallEdgeExtractor extractor;
  private transient ValueState<TraceState> state;
  private transient MapState<Long, List<CallEdge>> ended;
  private transient ValueState<Long> last;

  @Override
  public void open(OpenContext context) {
    extractor = new CallEdgeExtractor(MAX_SPANS);
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("trace", TraceState.class));
    ended =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "ended", Types.LONG, Types.LIST(TypeInformation.of(CallEdge.class))));
    last = getRuntimeContext().getState(new ValueStateDescriptor<>("last", Types.LONG));
  }

  @Override
  public void processElement(Signal signal, Context context, Collector<CallEdge> out)
      throws Exception {
    TraceState trace = state.value();
    if (trace == null) {
      trace = new TraceState();
    }
    Long newest = last.value();
    if (newest == null || signal.timeMillis() > newest) {
      last.update(signal.timeMillis());
    }
    if (newest == null) {
      context.timerService().registerEventTimeTimer(signal.timeMillis() + TRACE_MILLIS);
    }
    for (CallEdge call : extractor.accept(trace, signal.span())) {
      List<CallEdge> sameTime = ended.get(call.timeMillis());
      List<CallEdge> grown = sameTime == null ? new ArrayList<>(1) : new ArrayList<>(sameTime);
      grown.add(call);
      ended.put(call.timeMillis(), grown);
      context.timerService().registerEventTimeTimer(call.timeMillis());
    }
    state.update(trace);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<CallEdge> out) throws Exception {
    List<CallEdge> calls = ended.get(time);
    if (calls != null) {
      calls.forEach(out::collect);
      ended.remove(time);
    }
    Long newest = last.value();
    if (newest == null) {
      return;
    }
    long over = newest + TRACE_MILLIS;
    if (time < over) {
      // Later spans have come since this timer was set; setting a timer again costs nothing.
      context.timerService().registerEventTimeTimer(over);
      return;
    }
    extractor.flush(state.value()).forEach(out::collect);
    state.clear();
    last.clear();
  }
}
