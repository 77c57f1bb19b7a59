package dev.nightshift.training;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Builds an ONNX graph node by node. Each method returns the name of what it made. */
final class OnnxGraph {

  /** Operators as of ONNX 1.12: older than any ONNX Runtime in use. */
  static final int OPSET = 17;

  static final int IR_VERSION = 8;

  private final GraphProto.Builder graph;
  private int count;

  OnnxGraph(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  /** An input or output of float32; a dimension below zero is any batch. */
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

  String input(String name, long... dimensions) {
    graph.addInput(value(name, dimensions));
    return name;
  }

  void output(String name, long... dimensions) {
    graph.addOutput(value(name, dimensions));
  }

  String floats(float[] values, long... dimensions) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(TensorProto.DataType.FLOAT, bytes, dimensions);
  }

  String scalar(float value) {
    return floats(new float[] {value});
  }

  String longs(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(TensorProto.DataType.INT64, bytes, values.length);
  }

  private String constant(TensorProto.DataType type, ByteBuffer bytes, long... dimensions) {
    String name = "c" + count++;
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.rewind()));
    for (long dimension : dimensions) {
      tensor.addDims(dimension);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** The part from {@code from} to before {@code to} of one axis. */
  String slice(String value, int axis, long from, long to) {
    return node("Slice", List.of(value, longs(from), longs(to), longs(axis)));
  }

  /** A node with one output. */
  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    String output = "n" + count++;
    named(operator, inputs, List.of(output), attributes);
    return output;
  }

  /** A node whose outputs have given names. */
  void named(
      String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(operator + "_" + count++)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attributes(String name, long... values) {
    AttributeProto.Builder built =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      built.addInts(value);
    }
    return built.build();
  }

  /** The file. The same graph and metadata always give the same bytes. */
  byte[] toBytes(String metadataKey, String metadata) {
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("nightshift")
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .addMetadataProps(
            OnnxMl.StringStringEntryProto.newBuilder().setKey(metadataKey).setValue(metadata))
        .build()
        .toByteArray();
  }
}
