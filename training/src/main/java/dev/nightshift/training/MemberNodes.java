package dev.nightshift.training;

import static dev.nightshift.training.OnnxGraph.attribute;
import static dev.nightshift.training.OnnxGraph.attributes;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/**
 * Nodes that all members of the score have in common.
 *
 * @param errors [batch, F]
 * @param share what the member's logarithm is multiplied with in the score
 */
record MemberNodes(OnnxGraph graph, String errors, MemberScale scale, float share) {

  /** 1 where a value is there and 0 where it is missing, in the shape of {@code missing}. */
  static String present(OnnxGraph graph, String missing) {
    return graph.node(
        "Cast",
        List.of(graph.node("Not", List.of(missing))),
        attribute("to", TensorProto.DataType.FLOAT.getNumber()));
  }

  /** The weighted mean over steps, [batch, steps, F] to [batch, F]. */
  static String overSteps(OnnxGraph graph, String errors, String present, int steps) {
    String weights = graph.floats(MemberScale.weights(steps), 1, steps, 1);
    String weighted =
        graph.node("Mul", List.of(graph.node("Mul", List.of(errors, weights)), present));
    return graph.node("ReduceSum", List.of(weighted, graph.longs(1)), attribute("keepdims", 0));
  }

  /** The member's part of the score, [batch]; see {@link MemberScale#score}. */
  String score() {
    String average =
        graph.node("ReduceMean", List.of(errors), attributes("axes", 1), attribute("keepdims", 0));
    String ratio = graph.node("Div", List.of(average, graph.scalar(scale.typical())));
    String logarithm =
        graph.node("Log", List.of(graph.node("Add", List.of(ratio, graph.scalar(1)))));
    return graph.node("Mul", List.of(logarithm, graph.scalar(share)));
  }

  /** [batch, F]: each feature's error in units of its usual worst. */
  String inTails() {
    return graph.node("Div", List.of(errors, graph.floats(scale.tail(), 1, scale.tail().length)));
  }
}
