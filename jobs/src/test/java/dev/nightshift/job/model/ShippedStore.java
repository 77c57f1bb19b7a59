package dev.nightshift.job.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model store in a temporary directory with copies of the model of orders that is shipped. */
final class ShippedStore {

  static final String NAME = "demo.shop.orders";
  static final String SHIPPED_VERSION = "1.0.0";

  final Path root;

  ShippedStore(Path root) {
    this.root = root;
  }

  /** Puts a version in the store; its manifest says so too. */
  void drop(String version) {
    Path shipped =
        Path.of("../models/store").resolve(NAME).resolve(SHIPPED_VERSION).resolve("model.onnx");
    try {
      write(NAME + "/" + version + "/model.onnx", renamed(Files.readAllBytes(shipped), version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same model in other bytes. */
  void rewrite(String version) {
    String path = NAME + "/" + version + "/model.onnx";
    try {
      ModelProto model = ModelProto.parseFrom(Files.readAllBytes(root.resolve(path)));
      write(path, model.toBuilder().setDocString("written again").build().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] renamed(byte[] onnx, String version) throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
    for (StringStringEntryProto.Builder entry : model.getMetadataPropsBuilderList()) {
      entry.setValue(
          entry
              .getValue()
              .replaceFirst(
                  "\"version\"\\s*:\\s*\"" + SHIPPED_VERSION + "\"",
                  "\"version\":\"" + version + "\""));
    }
    return model.build().toByteArray();
  }

  void champion(String version) {
    write(NAME + "/champion", (version + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void write(String path, byte[] content) {
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
