package dev.nightshift.training;

import static dev.nightshift.training.OnnxGraph.attribute;
import static dev.nightshift.training.OnnxGraph.attributes;

import java.util.List;

/** The weights of a trained autoencoder, which write themselves into a graph. */
sealed interface Network {

  /**
   * Writes the nodes.
   *
   * @param input [batch, steps, F]
   * @return the reconstruction, [batch, steps, F]
   */
  String write(OnnxGraph graph, String input, int steps, int features);

  /**
   * Dense layers over the flattened window: hyperbolic tangents between them, none after the last.
   *
   * @param layers first to last
   */
  record Dense(List<Layer> layers) implements Network {

    /**
     * One layer.
     *
     * @param weights row-major [outputs][inputs]
     * @param bias [outputs]
     */
    record Layer(int inputs, int outputs, float[] weights, float[] bias) {}

    @Override
    public String write(OnnxGraph graph, String input, int steps, int features) {
      String value =
          graph.node("Reshape", List.of(input, graph.longs(-1, (long) steps * features)));
      for (int i = 0; i < layers.size(); i++) {
        Layer layer = layers.get(i);
        String weights = graph.floats(layer.weights(), layer.outputs(), layer.inputs());
        String bias = graph.floats(layer.bias(), layer.outputs());
        value = graph.node("Gemm", List.of(value, weights, bias), attribute("transB", 1));
        if (i < layers.size() - 1) {
          value = graph.node("Tanh", List.of(value));
        }
      }
      return graph.node("Reshape", List.of(value, graph.longs(-1, steps, features)));
    }
  }

  /**
   * Convolutions over time that keep the length: tangents between them, none after the last.
   *
   * @param layers first to last
   */
  record Convolution(List<Filters> layers) implements Network {

    /**
     * One layer.
     *
     * @param weights row-major [outputs][inputs][kernel]
     * @param bias [outputs]
     */
    record Filters(int inputs, int outputs, int kernel, float[] weights, float[] bias) {}

    @Override
    public String write(OnnxGraph graph, String input, int steps, int features) {
      String value = graph.node("Transpose", List.of(input), attributes("perm", 0, 2, 1));
      for (int i = 0; i < layers.size(); i++) {
        Filters layer = layers.get(i);
        String weights =
            graph.floats(layer.weights(), layer.outputs(), layer.inputs(), layer.kernel());
        String bias = graph.floats(layer.bias(), layer.outputs());
        long pad = layer.kernel() / 2;
        value = graph.node("Conv", List.of(value, weights, bias), attributes("pads", pad, pad));
        if (i < layers.size() - 1) {
          value = graph.node("Tanh", List.of(value));
        }
      }
      return graph.node("Transpose", List.of(value), attributes("perm", 0, 2, 1));
    }
  }

  /**
   * One layer of gated recurrent units and a dense layer from each state to the step's values.
   *
   * @param state H
   * @param inputWeights row-major [3 * H][F], gates in PyTorch's order: reset, update, new
   * @param stateWeights row-major [3 * H][H]
   * @param inputBias [3 * H]
   * @param stateBias [3 * H]
   * @param output from H to F
   */
  record Recurrent(
      int state,
      float[] inputWeights,
      float[] stateWeights,
      float[] inputBias,
      float[] stateBias,
      Dense.Layer output)
      implements Network {

    @Override
    public String write(OnnxGraph graph, String input, int steps, int features) {
      String sequence = graph.node("Transpose", List.of(input), attributes("perm", 1, 0, 2));
      float[] biases = new float[6 * state];
      System.arraycopy(updateFirst(inputBias, 1), 0, biases, 0, 3 * state);
      System.arraycopy(updateFirst(stateBias, 1), 0, biases, 3 * state, 3 * state);
      String states =
          graph.node(
              "GRU",
              List.of(
                  sequence,
                  graph.floats(updateFirst(inputWeights, features), 1, 3L * state, features),
                  graph.floats(updateFirst(stateWeights, state), 1, 3L * state, state),
                  graph.floats(biases, 1, 6L * state)),
              attribute("hidden_size", state),
              attribute("linear_before_reset", 1));
      String bySample = graph.node("Transpose", List.of(states), attributes("perm", 2, 0, 1, 3));
      String flat = graph.node("Reshape", List.of(bySample, graph.longs(-1, state)));
      String weights = graph.floats(output.weights(), output.outputs(), output.inputs());
      String bias = graph.floats(output.bias(), output.outputs());
      String values = graph.node("Gemm", List.of(flat, weights, bias), attribute("transB", 1));
      return graph.node("Reshape", List.of(values, graph.longs(-1, steps, features)));
    }

    /** ONNX has the update gate before the reset gate. */
    private float[] updateFirst(float[] gates, int width) {
      int size = state * width;
      float[] ordered = gates.clone();
      System.arraycopy(gates, size, ordered, 0, size);
      System.arraycopy(gates, 0, ordered, size, size);
      return ordered;
    }
  }
}
