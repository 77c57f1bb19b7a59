package dev.nightshift.training;

import static dev.nightshift.training.OnnxGraph.attribute;

import dev.nightshift.models.ManifestJson;
import dev.nightshift.models.ModelManifest;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes normalisation, members and score as one ONNX graph, with the manifest in its metadata:
 * what is served is what was trained. The formulas are {@link ScoreDefinition}'s.
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
    this.features = definition.medians().length;
  }

  byte[] write(ModelManifest manifest) {
    OnnxGraph graph = new OnnxGraph(manifest.name());
    String windows = graph.input("windows", -1, steps, features);
    graph.output("score", -1);
    graph.output("feature_error", -1, features);
    String missing = graph.node("IsNaN", List.of(windows));
    String present = MemberNodes.present(graph, missing);
    String z = normalise(graph, definition.normalisation(), windows, missing, steps);
    LinearMembers linear = definition.linear();
    LinearGraph.Errors errors = new LinearGraph(graph, linear, steps).write(z, present);
    List<MemberNodes> members =
        List.of(
            new MemberNodes(graph, errors.regression(), linear.regressionScale(), 1),
            new MemberNodes(graph, errors.subspace(), linear.subspaceScale(), 1),
            new MemberNodes(
                graph,
                network(graph, z, present),
                definition.network(),
                ScoreDefinition.NETWORK_SHARE));
    graph.named("Sum", members.stream().map(MemberNodes::score).toList(), List.of("score"));
    graph.named(
        "Sum", members.stream().map(MemberNodes::inTails).toList(), List.of("feature_error"));
    return graph.toBytes(ModelManifest.METADATA_KEY, ManifestJson.write(manifest));
  }

  /** [batch, steps, F], as {@link Normalisation#apply}. */
  static String normalise(
      OnnxGraph graph, Normalisation fitted, String windows, String missing, int steps) {
    int features = fitted.center().length;
    List<String> filled = new ArrayList<>();
    String before = graph.floats(fitted.center(), 1, 1, features);
    for (int step = 0; step < steps; step++) {
      String gap = graph.slice(missing, 1, step, step + 1);
      before = graph.node("Where", List.of(gap, before, graph.slice(windows, 1, step, step + 1)));
      filled.add(before);
    }
    String all = graph.node("Concat", filled, attribute("axis", 1));
    String values = new TransformGraph(graph, fitted.transforms(), steps).write(all, missing);
    String moved =
        graph.node("Sub", List.of(values, graph.floats(fitted.lowest(), 1, 1, features)));
    String ratio = graph.node("Div", List.of(moved, graph.floats(fitted.span(), 1, 1, features)));
    return graph.node(
        "Clip",
        List.of(ratio, graph.scalar(Normalisation.BELOW), graph.scalar(Normalisation.ABOVE)));
  }

  /** The network's error of each feature, [batch, F]. */
  private String network(OnnxGraph graph, String z, String present) {
    String medians = graph.floats(definition.medians(), 1, 1, features);
    String u =
        graph.node(
            "Mul",
            List.of(
                graph.node("Sub", List.of(z, medians)),
                graph.scalar(ScoreDefinition.NETWORK_SCALE)));
    String output = network.write(graph, u, steps, features);
    String errors = graph.node("Abs", List.of(graph.node("Sub", List.of(u, output))));
    return MemberNodes.overSteps(graph, errors, present, steps);
  }
}
