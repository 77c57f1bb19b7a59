package dev.nightshift.training;

import static dev.nightshift.training.OnnxGraph.attribute;

import dev.nightshift.training.FeatureTransforms.Kind;
import java.util.List;

/** Writes {@link FeatureTransforms} as nodes of a graph; none where no feature wants one. */
final class TransformGraph {

  private final OnnxGraph graph;
  private final FeatureTransforms transforms;
  private final int steps;
  private final int features;

  TransformGraph(OnnxGraph graph, FeatureTransforms transforms, int steps) {
    this.graph = graph;
    this.transforms = transforms;
    this.steps = steps;
    this.features = transforms.kinds().length;
  }

  /**
   * @param filled [batch, steps, F], without gaps
   * @param missing [batch, steps, F], where gaps were
   */
  String write(String filled, String missing) {
    String values = filled;
    if (transforms.has(Kind.LOG)) {
      values = chosen(Kind.LOG, logarithms(filled), values);
    }
    if (transforms.has(Kind.COUNTER)) {
      values = chosen(Kind.COUNTER, rises(filled, missing), values);
    }
    return values;
  }

  private String chosen(Kind kind, String transformed, String others) {
    String mask = graph.floats(transforms.mask(kind), 1, 1, features);
    String chosen = graph.node("Greater", List.of(mask, graph.scalar(0)));
    return graph.node("Where", List.of(chosen, transformed, others));
  }

  private String parameters() {
    return graph.floats(transforms.parameters(), 1, 1, features);
  }

  private String logarithms(String filled) {
    String positive = graph.node("Max", List.of(filled, graph.scalar(0)));
    String ratio = graph.node("Div", List.of(positive, parameters()));
    return graph.node("Log", List.of(graph.node("Add", List.of(ratio, graph.scalar(1)))));
  }

  private String rises(String filled, String missing) {
    String bounded =
        graph.node(
            "Clip",
            List.of(
                filled,
                graph.scalar(-FeatureTransforms.LARGEST),
                graph.scalar(FeatureTransforms.LARGEST)));
    String earlier = graph.slice(bounded, 1, 0, steps - 1);
    String later = graph.slice(bounded, 1, 1, steps);
    String fell = graph.node("Less", List.of(later, earlier));
    String rise =
        graph.node("Where", List.of(fell, later, graph.node("Sub", List.of(later, earlier))));
    String gap =
        graph.node(
            "Or",
            List.of(graph.slice(missing, 1, 0, steps - 1), graph.slice(missing, 1, 1, steps)));
    String usual = parameters();
    String known = graph.node("Where", List.of(gap, usual, rise));
    // The first step has none before it.
    String nothing = graph.node("Mul", List.of(graph.slice(bounded, 1, 0, 1), graph.scalar(0)));
    String first = graph.node("Add", List.of(nothing, usual));
    return graph.node("Concat", List.of(first, known), attribute("axis", 1));
  }
}
