package dev.nightshift.job.operator;

import dev.nightshift.diagnose.CallEdge;
import org.apache.flink.api.common.functions.ReduceFunction;

/** Sums the calls between two services, so that a busy system sends few edges on. */
public final class CallEdgeSum implements ReduceFunction<CallEdge> {

  private static final long serialVersionUID = 1L;

  @Override
  public CallEdge reduce(CallEdge one, CallEdge other) {
    return new CallEdge(
        one.system(),
        one.caller(),
        one.callee(),
        Math.max(one.timeMillis(), other.timeMillis()),
        one.calls() + other.calls(),
        one.errors() + other.errors(),
        one.totalMillis() + other.totalMillis());
  }
}
