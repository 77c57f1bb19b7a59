package dev.nightshift.diagnose;

/** Sums of calls: what a window reduces single calls with before they reach the graph. */
public final class CallEdges {

  private CallEdges() {}

  /** The key that calls are summed by. */
  public static String key(CallEdge edge) {
    return edge.caller() + '>' + edge.callee();
  }

  /** Both together; they have to be of the same caller and callee. */
  public static CallEdge sum(CallEdge a, CallEdge b) {
    return new CallEdge(
        a.system(),
        a.caller(),
        a.callee(),
        Math.max(a.timeMillis(), b.timeMillis()),
        a.calls() + b.calls(),
        a.errors() + b.errors(),
        a.totalMillis() + b.totalMillis());
  }
}
