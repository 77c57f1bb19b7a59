package dev.nightshift.diagnose;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who calls whom in one system: learned from calls, faded and aged out in event time, or declared.
 *
 * <p>Thread-safe; all state is passed in. Answers are sorted, so that they do not depend on the
 * order of a hash map. Breadth-first search needs no graph library.
 */
public final class ServiceGraph {

  /** Hops that callers and callees are followed by default. */
  public static final int DEFAULT_DEPTH = 4;

  private static final double HALF_LIFE_MILLIS = 300_000;
  private static final long AGEING_INTERVAL_MILLIS = 60_000;

  private final int maxEdges;
  private final long maxAgeMillis;

  /** At most 10,000 edges, forgotten 30 minutes after their last call. */
  public ServiceGraph() {
    this(10_000, 1_800_000L);
  }

  public ServiceGraph(int maxEdges, long maxAgeMillis) {
    this.maxEdges = maxEdges;
    this.maxAgeMillis = maxAgeMillis;
  }

  /** Adds calls. A call of a service to itself is no edge; beyond the bound edges are refused. */
  public void observe(GraphState state, CallEdge call) {
    expire(state, call.timeMillis());
    EdgeStats edge = edge(state, call.caller(), call.callee());
    if (edge == null) {
      return;
    }
    long elapsed = Math.max(0, call.timeMillis() - edge.lastSeen);
    double kept = edge.lastSeen == 0 ? 0 : Math.pow(0.5, elapsed / HALF_LIFE_MILLIS);
    edge.calls = edge.calls * kept + call.calls();
    edge.errors = edge.errors * kept + call.errors();
    edge.totalMillis = edge.totalMillis * kept + call.totalMillis();
    edge.lastSeen = Math.max(edge.lastSeen, call.timeMillis());
  }

  /** Adds an edge that is known without calls and stays. */
  public void declare(GraphState state, String caller, String callee) {
    EdgeStats edge = edge(state, caller, callee);
    if (edge != null) {
      edge.declared = true;
    }
  }

  /** Services that call the entity, directly or through others, within {@code depth} hops. */
  public List<String> callersOf(GraphState state, String entity, int depth) {
    return sorted(reach(state, entity, depth, false).keySet());
  }

  /** Services that the entity calls, directly or through others, within {@code depth} hops. */
  public List<String> calleesOf(GraphState state, String entity, int depth) {
    return sorted(reach(state, entity, depth, true).keySet());
  }

  /** Hops from the entity to each service that it calls within {@code depth} hops. */
  public Map<String, Integer> calleeHops(GraphState state, String entity, int depth) {
    return reach(state, entity, depth, true);
  }

  /** Hops to the entity from each service that calls it within {@code depth} hops. */
  public Map<String, Integer> callerHops(GraphState state, String entity, int depth) {
    return reach(state, entity, depth, false);
  }

  /** All edges, sorted by caller and callee. */
  public List<EdgeStats> edges(GraphState state) {
    List<EdgeStats> edges = new ArrayList<>(state.edges.values());
    edges.sort(
        Comparator.comparing((EdgeStats edge) -> edge.caller).thenComparing(edge -> edge.callee));
    return edges;
  }

  private void expire(GraphState state, long now) {
    if (now - state.agedAt < AGEING_INTERVAL_MILLIS) {
      return;
    }
    state.agedAt = now;
    if (state.edges.values().removeIf(e -> !e.declared && now - e.lastSeen > maxAgeMillis)) {
      state.neighbours = null;
    }
  }

  private EdgeStats edge(GraphState state, String caller, String callee) {
    if (caller.equals(callee)) {
      return null;
    }
    String key = caller + '>' + callee;
    EdgeStats edge = state.edges.get(key);
    if (edge == null && state.edges.size() >= maxEdges) {
      state.refused++;
      return null;
    }
    if (edge == null) {
      edge = new EdgeStats();
      edge.caller = caller;
      edge.callee = callee;
      state.edges.put(key, edge);
      state.neighbours = null;
    }
    return edge;
  }

  private static Map<String, Integer> reach(
      GraphState state, String entity, int depth, boolean down) {
    Neighbours neighbours = Neighbours.of(state);
    Map<String, Integer> hops = new HashMap<>();
    List<String> frontier = List.of(entity);
    for (int hop = 1; hop <= depth && !frontier.isEmpty(); hop++) {
      List<String> next = new ArrayList<>();
      for (String near : frontier) {
        for (String far : down ? neighbours.calleesOf(near) : neighbours.callersOf(near)) {
          if (!far.equals(entity) && hops.putIfAbsent(far, hop) == null) {
            next.add(far);
          }
        }
      }
      frontier = next;
    }
    return hops;
  }

  private static List<String> sorted(Collection<String> names) {
    return new ArrayList<>(names.stream().sorted().toList());
  }
}
