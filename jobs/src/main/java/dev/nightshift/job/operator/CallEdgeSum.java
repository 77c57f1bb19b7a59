package dev.nightshift.job.operator;

import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.CallEdges;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Sums the calls between two services, so that a busy system sends few edges on. */
public final class CallEdgeSum implements ReduceFunction<CallEdge> {

  private static final long serialVersionUID = 1L;

  @Override
  public CallEdge reduce(CallEdge one, CallEdge other) {
    return CallEdges.sum(one, other);
  }

  /**
   * Dates a sum to the end of its window: that is ahead of the watermark when it is emitted, so
   * that whoever orders events by time sees it in the same place in every run.
   */
  public static final class AtWindowEnd
      extends ProcessWindowFunction<CallEdge, CallEdge, String, TimeWindow> {

    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        String key, Context context, Iterable<CallEdge> sums, Collector<CallEdge> out) {
      for (CallEdge sum : sums) {
        out.collect(
            new CallEdge(
                sum.system(),
                sum.caller(),
                sum.callee(),
                context.window().getEnd(),
                sum.calls(),
                sum.errors(),
                sum.totalMillis()));
      }
    }
  }
}
