package dev.nightshift.models;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a version in the store may be, told by the name of its file. Of several in one folder the
 * first kind counts.
 */
public enum ModelKind {
  /** An ONNX graph, scored by ONNX Runtime. */
  ONNX("model.onnx"),
  /** A TorchScript archive, scored by PyTorch through DJL. */
  TORCH_SCRIPT("model.pt"),
  /** A zipped SavedModel, scored by TensorFlow. */
  SAVED_MODEL("model.savedmodel.zip"),
  /** The address of a model that is served elsewhere. */
  REMOTE("remote.json");

  private final String file;

  ModelKind(String file) {
    this.file = file;
  }

  /** Name of the file in the folder of the version. */
  public String file() {
    return file;
  }

  /** The kind of a file in the store; empty for reports and the like. */
  static Optional<ModelKind> ofFile(String name) {
    return Arrays.stream(values()).filter(kind -> kind.file.equals(name)).findFirst();
  }

  /**
   * The kind of a model.
   *
   * @param path of its file in the store
   */
  public static ModelKind ofPath(String path) {
    List<String> parts = List.of(path.split("/", -1));
    return ofFile(parts.get(parts.size() - 1))
        .orElseThrow(() -> new IllegalArgumentException("'" + path + "' names no model"));
  }
}
