package dev.nightshift.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceGraphTest {

  private static final long HOUR = 3_600_000;

  private final GraphState state = new GraphState();

  private static CallEdge call(String caller, String callee, long at) {
    return new CallEdge("shop", caller, callee, at, 10, 0, 50);
  }

  @Test
  void neighboursFollowEdgesThatComeAndGo() {
    ServiceGraph graph = new ServiceGraph();
    graph.observe(state, call("a", "b", HOUR));
    assertThat(graph.calleesOf(state, "a", 4)).containsExactly("b");
    graph.observe(state, call("b", "c", HOUR));
    assertThat(graph.calleesOf(state, "a", 4)).containsExactly("b", "c");
    assertThat(graph.callersOf(state, "c", 1)).containsExactly("b");
    graph.observe(state, call("x", "y", 2 * HOUR));
    assertThat(graph.calleesOf(state, "a", 4)).isEmpty();
    assertThat(graph.calleesOf(state, "x", 4)).containsExactly("y");
  }

  @Test
  void declaredCallsStayUntilTheyAreDeclaredNoLonger() {
    ServiceGraph graph = new ServiceGraph();
    DeclaredCalls declared =
        new DeclaredCalls(
            List.of(
                new DeclaredCalls.Call("shop", "a", "b"),
                new DeclaredCalls.Call("other", "x", "y")));
    graph.observe(state, call("b", "c", HOUR));
    declared.apply(graph, state, "shop");
    assertThat(graph.calleesOf(state, "a", 4)).containsExactly("b", "c");
    assertThat(graph.calleesOf(state, "x", 4)).isEmpty();
    graph.observe(state, call("p", "q", 3 * HOUR));
    assertThat(graph.calleesOf(state, "a", 4)).as("aged alone").containsExactly("b");
    DeclaredCalls.NONE.apply(graph, state, "shop");
    graph.observe(state, call("p", "q", 4 * HOUR));
    assertThat(graph.calleesOf(state, "a", 4)).isEmpty();
  }

  @Test
  void hopsAreThoseOfASearchOverAllEdges() {
    ServiceGraph graph = new ServiceGraph();
    Random random = new Random(5);
    for (int i = 0; i < 150; i++) {
      graph.observe(state, call("s" + random.nextInt(40), "s" + random.nextInt(40), HOUR));
      String from = "s" + random.nextInt(40);
      assertThat(graph.calleeHops(state, from, 4)).isEqualTo(plainHops(from, 4));
    }
  }

  @Test
  void floodOfEdgesIsBounded() {
    ServiceGraph small = new ServiceGraph(100, HOUR);
    for (int i = 0; i < 1_000; i++) {
      small.observe(state, call("caller-" + i, "callee-" + i, HOUR));
    }
    assertThat(state.edges).hasSize(100);
    assertThat(state.refused).isEqualTo(900);
    assertThat(small.calleesOf(state, "caller-999", 4)).isEmpty();
  }

  private Map<String, Integer> plainHops(String entity, int depth) {
    Map<String, Integer> hops = new HashMap<>();
    Set<String> frontier = Set.of(entity);
    for (int hop = 1; hop <= depth; hop++) {
      Set<String> next = new HashSet<>();
      for (EdgeStats edge : state.edges.values()) {
        if (frontier.contains(edge.caller)
            && !edge.callee.equals(entity)
            && !hops.containsKey(edge.callee)) {
          next.add(edge.callee);
        }
      }
      for (String far : next) {
        hops.put(far, hop);
      }
      frontier = next;
    }
    return hops;
  }
}
