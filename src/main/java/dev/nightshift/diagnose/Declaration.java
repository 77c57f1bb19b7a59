package dev.nightshift.diagnose;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells the graph of each system once for each start which calls are declared: it may be others
 * than before. Not thread-safe.
 */
public final class Declaration {

  private final DeclaredCalls calls;
  private final ServiceGraph graph;
  private final Set<String> told = new HashSet<>();

  public Declaration(DeclaredCalls calls, ServiceGraph graph) {
    this.calls = calls;
    this.graph = graph;
  }

  /** Brings the graph of a system in line, if that was not done yet. */
  public void apply(GraphState state, String system) {
    if (told.add(system)) {
      calls.apply(graph, state, system);
    }
  }
}
