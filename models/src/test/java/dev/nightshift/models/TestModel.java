package dev.nightshift.models;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.nightshift.detect.Calibration;
import dev.nightshift.feature.Aggregation;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.SignalType;
import dev.nightshift.feature.Transform;
import java.util.List;
import java.util.Map;

/**
 * A tiny model that can be broken in many ways: a feature's error is the mean of its squares, the
 * score is the largest.
 */
final class TestModel {

  static final int WINDOW = 2;
  private static final int BALLAST = 1500;
  private static final int MULTIPLICATIONS = 8;
  static final List<FeatureDefinition> FEATURES =
      List.of(
          new FeatureDefinition(
              "cpu", SignalType.METRIC, "cpu", Map.of("state", "user"), Aggregation.MEAN, null),
          new FeatureDefinition(
              "latency", SignalType.SPAN, "SERVER", null, Aggregation.P99, Transform.LOG1P));

  String inputName = "windows";
  int graphFeatures = FEATURES.size();
  boolean bearsNan = true;

  /** Whether it multiplies large matrices for nothing: seconds a batch. */
  boolean isSlow;

  String manifest = ManifestJson.write(manifest("shop", "v1", 4.5f));

  static ModelManifest manifest(String name, String version, float selfTestScore) {
    return new ModelManifest(
        ModelManifest.FORMAT,
        name,
        version,
        new EntitySelector("demo.shop", "orders", "*"),
        10_000,
        WINDOW,
        FEATURES,
        new Calibration(1.5f, 0.02f, 0.25f, -0.1f, 500),
        new ModelManifest.Training("abc", 1, 2),
        Map.of("separation", 0.99),
        // Squares of latency: 0 (missing) and 9, whose mean is 4.5.
        new ModelManifest.SelfTest(new float[] {1, Float.NaN, 1, 3}, selfTestScore),
        false);
  }

  static byte[] good(String name, String version) {
    TestModel model = new TestModel();
    model.manifest = ManifestJson.write(manifest(name, version, 4.5f));
    return model.toBytes();
  }

  byte[] toBytes() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    graph.addInput(value(inputName, -1, WINDOW, graphFeatures));
    graph.addOutput(value("score", -1)).addOutput(value("feature_error", -1, graphFeatures));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("zero")
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addFloatData(0));
    String values = inputName;
    if (bearsNan) {
      graph.addNode(node("IsNaN", List.of(inputName), "missing"));
      graph.addNode(node("Where", List.of("missing", "zero", inputName), "filled"));
      values = "filled";
    }
    graph.addNode(node("Mul", List.of(values, values), "squares"));
    graph.addNode(reduce("ReduceMean", "squares", "feature_error"));
    graph.addNode(reduce("ReduceMax", "feature_error", isSlow ? "quick_score" : "score"));
    if (isSlow) {
      addBallast(graph);
    }
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
            .setGraph(graph);
    if (manifest != null) {
      model.addMetadataProps(
          StringStringEntryProto.newBuilder()
              .setKey(ModelManifest.METADATA_KEY)
              .setValue(manifest));
    }
    return model.build().toByteArray();
  }

  /** Adds zero to the score, in a way that no optimizer can know before there is a batch. */
  private static void addBallast(GraphProto.Builder graph) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("side")
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(2)
            .addInt64Data(BALLAST)
            .addInt64Data(BALLAST));
    graph.addNode(node("Mul", List.of("quick_score", "zero"), "zeros"));
    graph.addNode(largest("zeros", "nothing"));
    graph.addNode(node("Expand", List.of("nothing", "side"), "matrix_0"));
    for (int i = 0; i < MULTIPLICATIONS; i++) {
      graph.addNode(node("MatMul", List.of("matrix_" + i, "matrix_" + i), "matrix_" + (i + 1)));
    }
    graph.addNode(largest("matrix_" + MULTIPLICATIONS, "still_nothing"));
    graph.addNode(node("Add", List.of("quick_score", "still_nothing"), "score"));
  }

  /** A scalar: the largest of all values. */
  private static NodeProto largest(String input, String output) {
    return node("ReduceMax", List.of(input), output).toBuilder().addAttribute(dropDims()).build();
  }

  private static AttributeProto dropDims() {
    return AttributeProto.newBuilder()
        .setName("keepdims")
        .setType(AttributeProto.AttributeType.INT)
        .setI(0)
        .build();
  }

  private static NodeProto node(String operator, List<String> inputs, String output) {
    return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output).build();
  }

  private static NodeProto reduce(String operator, String input, String output) {
    return node(operator, List.of(input), output).toBuilder()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(1))
        .addAttribute(dropDims())
        .build();
  }

  private static ValueInfoProto value(String name, long... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dimension : dimensions) {
      TensorShapeProto.Dimension.Builder built = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(dimension < 0 ? built.setDimParam("batch") : built.setDimValue(dimension));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }
}
