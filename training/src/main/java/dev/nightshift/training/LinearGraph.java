package dev.nightshift.training;

import static dev.nightshift.training.OnnxGraph.attribute;

import java.util.ArrayList;
import java.util.List;

/** Writes {@link LinearMembers} as nodes of a graph. */
final class LinearGraph {

  private final OnnxGraph graph;
  private final LinearMembers members;
  private final int steps;
  private final int features;
  private final int lags;
  private final int positions;

  LinearGraph(OnnxGraph graph, LinearMembers members, int steps) {
    this.graph = graph;
    this.members = members;
    this.steps = steps;
    this.features = members.features();
    this.lags = LaggedSteps.lags(steps);
    this.positions = LaggedSteps.positions(steps);
  }

  /** Names of [batch, F] values. */
  record Errors(String regression, String subspace) {}

  /**
   * @param z [batch, steps, F], normalised
   * @param present [batch, steps, F], 0 where missing and 1 elsewhere
   */
  Errors write(String z, String present) {
    String centred =
        graph.node("Sub", List.of(groups(z), graph.floats(members.mean(), 1, 1, size())));
    String newest = graph.slice(present, 1, lags - 1, steps);
    return new Errors(
        MemberNodes.overSteps(graph, regression(centred), newest, positions),
        MemberNodes.overSteps(graph, subspace(centred), newest, positions));
  }

  private int size() {
    return lags * features;
  }

  /** [batch, positions, lags * F], the newest step last in each group. */
  private String groups(String z) {
    List<String> shifted = new ArrayList<>();
    for (int lag = 0; lag < lags; lag++) {
      shifted.add(graph.slice(z, 1, lag, lag + positions));
    }
    return graph.node("Concat", shifted, attribute("axis", 2));
  }

  private String regression(String centred) {
    String matrix = graph.floats(members.regression(), size(), features);
    String residual = graph.node("Abs", List.of(graph.node("MatMul", List.of(centred, matrix))));
    String tail = graph.floats(members.regressionTail(), 1, 1, features);
    String ratio = graph.node("Div", List.of(residual, tail));
    String limited = graph.node("Min", List.of(ratio, graph.scalar(LinearMembers.LIMIT)));
    return graph.node("Pow", List.of(limited, graph.scalar(LinearMembers.POWER)));
  }

  private String subspace(String centred) {
    int directions = members.basis().length / size();
    String basis = graph.floats(members.basis(), size(), directions);
    String back = graph.floats(transposed(members.basis(), size(), directions), directions, size());
    String along = graph.node("MatMul", List.of(centred, basis));
    String inside = graph.node("MatMul", List.of(along, back));
    String distance = graph.node("Abs", List.of(graph.node("Sub", List.of(centred, inside))));
    String byLag =
        graph.node("Reshape", List.of(distance, graph.longs(-1, positions, lags, features)));
    String sum = graph.node("ReduceSum", List.of(byLag, graph.longs(2)), attribute("keepdims", 0));
    return graph.node("Div", List.of(sum, graph.scalar(lags)));
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] other = new float[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        other[j * rows + i] = matrix[i * columns + j];
      }
    }
    return other;
  }
}
