package dev.nightshift.diagnose;

import java.util.HashMap;
import java.util.Map;

/** The service graph of one system, by {@code caller>callee}; bounded by {@link ServiceGraph}. */
public final class GraphState {

  public Map<String, EdgeStats> edges = new HashMap<>();

  /** Edges that found no room. */
  public long refused;

  /** Event time of the last ageing. */
  public long agedAt;

  /** Of the edges as they are; null until somebody asks. Made anew from them, never stored. */
  transient Neighbours neighbours;
}
