package dev.nightshift.models.check;

import dev.nightshift.models.ModelFormat;
import dev.nightshift.models.ModelKind;
import dev.nightshift.models.djl.TorchScript;
import dev.nightshift.models.tensorflow.SavedModel;
import java.util.Optional;

/** Which format a kind of model has that is computed here, but not by ONNX Runtime. */
public final class Formats {

  private static final ModelFormat TORCH_SCRIPT = new TorchScript();
  private static final ModelFormat SAVED_MODEL = new SavedModel();

  private Formats() {}

  /**
   * The format of a kind.
   *
   * @throws IllegalArgumentException for ONNX and for what is served elsewhere
   */
  public static ModelFormat of(ModelKind kind) {
    return switch (kind) {
      case TORCH_SCRIPT -> TORCH_SCRIPT;
      case SAVED_MODEL -> SAVED_MODEL;
      case ONNX, REMOTE -> throw new IllegalArgumentException(kind + " has no format of its own");
    };
  }

  /** The format of a file, by the end of its name. */
  static Optional<ModelFormat> ofFile(String name) {
    if (name.endsWith(".pt")) {
      return Optional.of(TORCH_SCRIPT);
    }
    return name.endsWith(".savedmodel.zip") ? Optional.of(SAVED_MODEL) : Optional.empty();
  }
}
