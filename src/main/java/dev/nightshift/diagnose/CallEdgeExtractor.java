package dev.nightshift.diagnose;

import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds who calls whom in the spans of one trace, in whatever order they arrive.
 *
 * <p>A server or consumer span whose parent belongs to another service is a call between the two,
 * timed by the caller's client span where it has one. A client or producer span that nobody
 * answered, but that names its peer (databases, caches and brokers send no spans), is a call to
 * {@code system/peer}; that is known only when the trace is over, see {@link #flush}.
 */
public final class CallEdgeExtractor {

  private final int maxSpans;

  /**
   * @param maxSpans spans kept of one trace; more are counted and dropped
   */
  public CallEdgeExtractor(int maxSpans) {
    this.maxSpans = maxSpans;
  }

  public int maxSpans() {
    return maxSpans;
  }

  /** Takes one span; the calls that it completes, each of one call. */
  public List<CallEdge> accept(TraceState state, Span span) {
    if (state.spans.containsKey(span.spanId())) {
      return List.of();
    }
    if (state.spans.size() >= maxSpans) {
      state.dropped++;
      return List.of();
    }
    TraceSpan seen = TraceSpan.of(span);
    state.spans.put(seen.spanId(), seen);
    List<CallEdge> edges = new ArrayList<>();
    if (seen.enters() && !seen.parentSpanId().isEmpty()) {
      if (state.spans.containsKey(seen.parentSpanId())) {
        connect(state, seen, edges);
      } else {
        state.waiting.put(seen.spanId(), seen);
      }
    }
    List<TraceSpan> children =
        state.waiting.values().stream()
            .filter(child -> child.parentSpanId().equals(seen.spanId()))
            .sorted(Comparator.comparing(TraceSpan::spanId))
            .toList();
    for (TraceSpan child : children) {
      state.waiting.remove(child.spanId());
      connect(state, child, edges);
    }
    return edges;
  }

  /** Closes the trace: calls to peers that sent no spans. The state is empty after it. */
  public List<CallEdge> flush(TraceState state) {
    List<CallEdge> edges = new ArrayList<>();
    state.spans.values().stream()
        .filter(span -> span.leaves() && !span.answered() && !span.peer().isEmpty())
        .sorted(Comparator.comparing(TraceSpan::spanId))
        .forEach(
            span -> {
              String callee = Entity.service(span.system(), span.peer()).key();
              if (!callee.equals(span.service())) {
                edges.add(edge(span, callee, span, span.endMillis()));
              }
            });
    state.spans.clear();
    state.waiting.clear();
    state.dropped = 0;
    return edges;
  }

  private static void connect(TraceState state, TraceSpan child, List<CallEdge> edges) {
    TraceSpan parent = state.spans.get(child.parentSpanId());
    state.spans.put(parent.spanId(), parent.asAnswered());
    if (!parent.service().equals(child.service())) {
      // Not before either end: whichever span completes the call, it is not late for its own time.
      long ended = Math.max(parent.endMillis(), child.endMillis());
      edges.add(edge(parent, child.service(), parent.leaves() ? parent : child, ended));
    }
  }

  private static CallEdge edge(TraceSpan caller, String callee, TraceSpan timed, long ended) {
    return new CallEdge(
        caller.system(),
        caller.service(),
        callee,
        ended,
        1,
        timed.error() ? 1 : 0,
        timed.durationMillis());
  }
}
