package dev.nightshift.diagnose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The edges of a service graph by either end, so that a search need not look at all of them. */
final class Neighbours {

  private final Map<String, List<String>> callees = new HashMap<>();
  private final Map<String, List<String>> callers = new HashMap<>();

  private Neighbours() {}

  /** Those of a state, made when first asked for after an edge came or went. */
  static Neighbours of(GraphState state) {
    if (state.neighbours == null) {
      Neighbours made = new Neighbours();
      for (EdgeStats edge : state.edges.values()) {
        made.callees.computeIfAbsent(edge.caller, key -> new ArrayList<>()).add(edge.callee);
        made.callers.computeIfAbsent(edge.callee, key -> new ArrayList<>()).add(edge.caller);
      }
      state.neighbours = made;
    }
    return state.neighbours;
  }

  List<String> calleesOf(String service) {
    return callees.getOrDefault(service, List.of());
  }

  List<String> callersOf(String service) {
    return callers.getOrDefault(service, List.of());
  }
}
