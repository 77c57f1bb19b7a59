package dev.nightshift.diagnose.evidence;

import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes a finished trace apart: where its time went, and what followed what inside each span. Pure
 * and thread-safe.
 *
 * <p>Time of a span outside its children is its own, unless one of the children runs elsewhere:
 * then the span waited for an answer, and what the callee does not account for lies between the
 * two. The order of log records inside a span, together with its start and its end, is the path
 * that the program took (Nezha: Yu et al., ESEC/FSE 2023).
 */
public final class TraceDigest {

  /** Stands for the start of a span among its log records. */
  static final String START = "start";

  /** Stands for the end of a span among its log records. */
  static final String END = "end";

  private static final int MAX_BODY = 200;

  private final int maxParts;

  /**
   * @param maxParts spans, and log records, kept of one trace; more are counted and dropped
   */
  public TraceDigest(int maxParts) {
    this.maxParts = maxParts;
  }

  /** Keeps a span. */
  public void accept(TraceParts trace, Span span) {
    if (trace.spans.size() < maxParts) {
      trace.spans.add(span);
    } else {
      trace.dropped++;
    }
  }

  /** Keeps a log record; those of one span come in their own order. */
  public void accept(TraceParts trace, LogEntry log) {
    if (trace.logs.size() < maxParts) {
      trace.logs.add(log);
    } else {
      trace.dropped++;
    }
  }

  /**
   * What the trace shows. Spans recorded twice count once.
   *
   * @param nowMillis event time at which it is over
   */
  public List<Observation> finish(TraceParts trace, long nowMillis) {
    List<Span> spans = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Map<String, List<Span>> children = new HashMap<>();
    for (Span span : trace.spans) {
      if (seen.add(span.spanId())) {
        spans.add(span);
        children.computeIfAbsent(span.parentSpanId(), id -> new ArrayList<>()).add(span);
      }
    }
    spans.sort(Comparator.comparingLong(Span::startNanos).thenComparing(Span::spanId));
    Map<String, List<LogEntry>> logs = new HashMap<>();
    for (LogEntry log : trace.logs) {
      logs.computeIfAbsent(log.spanId(), id -> new ArrayList<>()).add(log);
    }
    List<Observation> observations = new ArrayList<>();
    for (Span span : spans) {
      timing(span, children.getOrDefault(span.spanId(), List.of()), nowMillis, observations);
      path(span, logs.getOrDefault(span.spanId(), List.of()), nowMillis, observations);
    }
    return observations;
  }

  private static void timing(
      Span span, List<Span> children, long nowMillis, List<Observation> out) {
    double own = ownMillis(span, children);
    String system = span.entity().system();
    boolean waited = false;
    for (Span child : children) {
      if (!child.entity().withoutInstance().equals(span.entity().withoutInstance())) {
        waited = true;
        out.add(
            Observation.gap(
                system,
                span.entity().withoutInstance().key(),
                child.entity().key(),
                child.operation(),
                own,
                startMillis(span),
                nowMillis));
      }
    }
    if (!waited) {
      out.add(
          Observation.self(
              system, span.entity().key(), span.operation(), own, startMillis(span), nowMillis));
    }
  }

  private static double ownMillis(Span span, List<Span> children) {
    List<Span> ordered = new ArrayList<>(children);
    ordered.sort(Comparator.comparingLong(Span::startNanos));
    long covered = 0;
    long end = span.startNanos();
    for (Span child : ordered) {
      long from = Math.max(child.startNanos(), end);
      long to = Math.min(child.endNanos(), span.endNanos());
      if (to > from) {
        covered += to - from;
        end = to;
      }
    }
    return (span.endNanos() - span.startNanos() - covered) / 1e6;
  }

  private static void path(Span span, List<LogEntry> logs, long nowMillis, List<Observation> out) {
    List<LogEntry> ordered = new ArrayList<>(logs);
    ordered.sort(Comparator.comparingLong(LogEntry::timeMillis));
    String from = START;
    for (LogEntry log : ordered) {
      String next = shortened(log.body());
      out.add(step(span, from, next, log.isError(), nowMillis));
      from = next;
    }
    out.add(step(span, from, END, false, nowMillis));
  }

  private static Observation step(
      Span span, String from, String next, boolean error, long nowMillis) {
    return Observation.step(
        span.entity().system(),
        span.entity().key(),
        span.operation(),
        from,
        next,
        error,
        startMillis(span),
        nowMillis);
  }

  private static String shortened(String body) {
    return body.length() <= MAX_BODY ? body : body.substring(0, MAX_BODY);
  }

  private static long startMillis(Span span) {
    return span.startNanos() / 1_000_000L;
  }
}
