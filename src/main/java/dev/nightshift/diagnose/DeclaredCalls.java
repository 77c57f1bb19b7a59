package dev.nightshift.diagnose;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls between services that are known without spans: for systems that send no traces, and for
 * what traces do not show. They never age.
 *
 * @param all of all systems
 */
public record DeclaredCalls(List<Call> all) implements Serializable {

  public static final DeclaredCalls NONE = new DeclaredCalls(List.of());

  /** One service calls another of its system; both are entity keys. */
  public record Call(String system, String caller, String callee) implements Serializable {}

  public DeclaredCalls {
    all = new ArrayList<>(all);
  }

  /**
   * Brings the graph of a system in line with what is declared now. What was declared before and is
   * no longer ages from its last observed call on.
   */
  public void apply(ServiceGraph graph, GraphState state, String system) {
    state.edges.values().forEach(edge -> edge.declared = false);
    for (Call call : all) {
      if (call.system().equals(system)) {
        graph.declare(state, call.caller(), call.callee());
      }
    }
  }
}
