package dev.nightshift.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallEdgeExtractorTest {

  private final CallEdgeExtractor extractor = new CallEdgeExtractor(10);
  private final TraceState state = new TraceState();

  private final Span client = span("checkout", "b", "a", SpanKind.CLIENT, 20, true, "");
  private final Span server = span("orders", "c", "b", SpanKind.SERVER, 15, false, "");

  @Test
  void callIsFoundInEitherOrderAndTimedByTheCaller() {
    assertThat(extractor.accept(state, client)).isEmpty();
    CallEdge forward = extractor.accept(state, server).get(0);
    TraceState other = new TraceState();
    assertThat(extractor.accept(other, server)).isEmpty();
    assertThat(extractor.accept(other, client)).containsExactly(forward);
    assertThat(forward.caller()).isEqualTo("demo.shop/checkout");
    assertThat(forward.callee()).isEqualTo("demo.shop/orders");
    assertThat(forward.errors()).isEqualTo(1);
    assertThat(forward.totalMillis()).isEqualTo(20.0);
    assertThat(extractor.flush(state)).isEmpty();
    assertThat(extractor.accept(other, server)).isEmpty();
  }

  @Test
  void unansweredClientSpanWithAPeerIsACallToIt() {
    extractor.accept(state, span("orders", "d", "c", SpanKind.CLIENT, 5, false, "orders-db"));
    extractor.accept(state, span("orders", "e", "c", SpanKind.CLIENT, 5, false, ""));
    List<CallEdge> edges = extractor.flush(state);
    assertThat(edges).extracting(CallEdge::callee).containsExactly("demo.shop/orders-db");
    assertThat(state.spans).isEmpty();
  }

  @Test
  void spansOfATraceAreBounded() {
    for (int i = 0; i < 50; i++) {
      extractor.accept(state, span("orders", "s" + i, "", SpanKind.INTERNAL, 1, false, ""));
    }
    assertThat(state.spans).hasSize(10);
    assertThat(state.dropped).isEqualTo(40);
  }

  @Test
  void graphLearnsFadesForgetsAndKeepsWhatIsDeclared() {
    ServiceGraph graph = new ServiceGraph(3, 1_800_000);
    GraphState learned = new GraphState();
    graph.declare(learned, "s/a", "s/b");
    graph.observe(learned, new CallEdge("s", "s/b", "s/c", 1_000, 10, 5, 100));
    graph.observe(learned, new CallEdge("s", "s/b", "s/c", 301_000, 10, 0, 100));
    assertThat(graph.calleesOf(learned, "s/a", 4)).containsExactly("s/b", "s/c");
    assertThat(graph.calleesOf(learned, "s/a", 1)).containsExactly("s/b");
    assertThat(graph.callersOf(learned, "s/c", 4)).containsExactly("s/a", "s/b");
    EdgeStats edge = graph.edges(learned).get(1);
    assertThat(edge.calls).isEqualTo(15.0);
    assertThat(edge.errorShare()).isEqualTo(2.5 / 15);
    graph.observe(learned, new CallEdge("s", "s/x", "s/y", 400_000, 1, 0, 1));
    graph.observe(learned, new CallEdge("s", "s/x", "s/z", 400_000, 1, 0, 1));
    assertThat(learned.refused).isEqualTo(1);
    graph.observe(learned, new CallEdge("s", "s/a", "s/b", 9_000_000, 1, 0, 1));
    assertThat(graph.edges(learned)).hasSize(1);
  }

  @Test
  void enricherGivesNeighbours() {
    GraphEnricher enricher = new GraphEnricher(new ServiceGraph(), 4);
    GraphState graph = new GraphState();
    Shop.calls(1)
        .forEach(call -> enricher.enrich(graph, new PlacementState(), SystemEvent.of(call)));
    SystemEvent event =
        enricher.enrich(
            graph,
            new PlacementState(),
            SystemEvent.of(Shop.anomaly("orders", 100, 3, Shop.latency())));
    assertThat(event.callers()).containsExactly("demo.shop/checkout", "demo.shop/frontend");
    assertThat(event.callees()).containsExactly("demo.shop/orders-db");
  }

  private static Span span(
      String service,
      String id,
      String parent,
      SpanKind kind,
      long millis,
      boolean error,
      String peer) {
    return new Span(
        Entity.service("demo.shop", service),
        "t",
        id,
        parent,
        "op",
        kind,
        1_000_000_000L,
        1_000_000_000L + millis * 1_000_000L,
        error,
        peer);
  }
}
