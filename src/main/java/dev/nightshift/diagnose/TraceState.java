package dev.nightshift.diagnose;

import java.util.HashMap;
import java.util.Map;

/** The open part of one trace, at most {@link CallEdgeExtractor#maxSpans} spans. A POJO. */
public final class TraceState {

  /** By span id. */
  public Map<String, TraceSpan> spans = new HashMap<>();

  /** Spans that entered a service before their parent was seen, by their own span id. */
  public Map<String, TraceSpan> waiting = new HashMap<>();

  /** Spans that found no room. */
  public int dropped;
}
