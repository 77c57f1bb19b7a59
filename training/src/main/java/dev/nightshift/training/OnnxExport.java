package dev.nightshift.training;

import static dev.nightshift.training.OnnxGraph.attribute;
import static dev.nightshift.training.OnnxGraph.attributes;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.nightshift.models.ManifestJson;
import dev.nightshift.models.ModelManifest;
import java.util.List;

/**
 * Writes normalisation, network and score as one ONNX graph, with the manifest in its metadata:
 * what is served is what was trained. The formula is {@link ScoreDefinition}'s.
 */
final class OnnxExport {

  private final Network network;
  private final ScoreDefinition definition;
  private final int steps;
  private final int features;

  OnnxExport(Network network, ScoreDefinition definition, int steps) {
    this.network = network;
    this.definition = definition;
    this.steps = steps;
    this.features = definition.tail().length;
  }

  byte[] write(ModelManifest manifest) {
    OnnxGraph graph = new OnnxGraph(manifest.name());
    String windows = graph.input("windows", -1, steps, features);
    graph.output("score", -1);
    graph.output("feature_error", -1, features);
    String missing = graph.node("IsNaN", List.of(windows));
    String z = normalise(graph, windows, missing);
    String residual = residual(graph, z, missing);
    featureErrors(graph, residual, missing);
    score(graph);
    return graph.toBytes(ModelManifest.METADATA_KEY, ManifestJson.write(manifest));
  }

  private String normalise(OnnxGraph graph, String windows, String missing) {
    Normalisation fitted = definition.normalisation();
    String center = graph.floats(fitted.center(), 1, 1, features);
    String scale = graph.floats(fitted.scale(), 1, 1, features);
    String filled = graph.node("Where", List.of(missing, center, windows));
    return graph.node("Div", List.of(graph.node("Sub", List.of(filled, center)), scale));
  }

  private String residual(OnnxGraph graph, String z, String missing) {
    String target = clip(graph, z, ScoreDefinition.ERROR_LIMIT);
    String seen = clip(graph, z, ScoreDefinition.INPUT_LIMIT);
    String value = graph.node("Reshape", List.of(seen, graph.longs(-1, (long) steps * features)));
    Network.Layer[] layers = network.layers();
    for (int i = 0; i < layers.length; i++) {
      Network.Layer layer = layers[i];
      String weights = graph.floats(layer.weights(), layer.outputs(), layer.inputs());
      String bias = graph.floats(layer.bias(), layer.outputs());
      value = graph.node("Gemm", List.of(value, weights, bias), attribute("transB", 1));
      if (i < layers.length - 1) {
        value = graph.node("Tanh", List.of(value));
      }
    }
    String output = graph.node("Reshape", List.of(value, graph.longs(-1, steps, features)));
    String difference = graph.node("Sub", List.of(target, output));
    String present =
        graph.node(
            "Cast",
            List.of(graph.node("Not", List.of(missing))),
            attribute("to", TensorProto.DataType.FLOAT.getNumber()));
    return graph.node("Mul", List.of(difference, present));
  }

  private void featureErrors(OnnxGraph graph, String residual, String missing) {
    String weights = graph.floats(ScoreDefinition.stepWeights(steps), 1, steps, 1);
    String recent =
        graph.node(
            "ReduceSum",
            List.of(graph.node("Mul", List.of(residual, weights)), graph.longs(1)),
            attribute("keepdims", 0));
    String squared = graph.node("Mul", List.of(recent, recent));
    String scaled =
        graph.node("Div", List.of(squared, graph.floats(definition.tail(), 1, features)));
    String newest =
        graph.node(
            "Slice", List.of(missing, graph.longs(steps - 1L), graph.longs(steps), graph.longs(1)));
    String missingNow = graph.node("Reshape", List.of(newest, graph.longs(-1, features)));
    String missingError = graph.floats(definition.missingError(), 1, features);
    graph.named("Where", List.of(missingNow, missingError, scaled), List.of("feature_error"));
  }

  private void score(OnnxGraph graph) {
    long k = ScoreDefinition.topK(features);
    graph.named(
        "TopK",
        List.of("feature_error", graph.longs(k)),
        List.of("top", "top_indices"),
        attribute("axis", 1));
    String mean =
        graph.node("ReduceMean", List.of("top"), attributes("axes", 1), attribute("keepdims", 0));
    String largest =
        graph.node(
            "ReduceMax", List.of("feature_error"), attributes("axes", 1), attribute("keepdims", 0));
    String both = graph.node("Add", List.of(mean, largest));
    String half = graph.node("Mul", List.of(both, graph.scalar(0.5f)));
    String shifted = graph.node("Add", List.of(half, graph.scalar(1)));
    graph.named("Log", List.of(shifted), List.of("score"));
  }

  private static String clip(OnnxGraph graph, String value, float limit) {
    return graph.node("Clip", List.of(value, graph.scalar(-limit), graph.scalar(limit)));
  }
}
