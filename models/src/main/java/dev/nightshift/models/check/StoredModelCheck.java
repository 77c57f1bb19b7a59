package dev.nightshift.models.check;

import dev.nightshift.models.FormatLoader;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.StoredModel;
import dev.nightshift.models.remote.RemoteClient;
import dev.nightshift.models.remote.RemoteModelCheck;

/** All checks that a model of a store has to pass, whatever kind it is. */
public final class StoredModelCheck {

  private final ModelLoader onnx;
  private final RemoteModelCheck remote = new RemoteModelCheck(RemoteClient::of);

  /**
   * @param onnx checks ONNX files
   */
  public StoredModelCheck(ModelLoader onnx) {
    this.onnx = onnx;
  }

  /**
   * Checks.
   *
   * @param content of the model's file
   * @throws ModelRefusedException with the first check that fails
   */
  public ModelManifest check(StoredModel model, byte[] content) throws ModelRefusedException {
    return switch (model.kind()) {
      case ONNX -> onnx.load(model, content).manifest();
      case TORCH_SCRIPT, SAVED_MODEL ->
          new FormatLoader(Formats.of(model.kind())).check(model.id(), content, model.hash());
      case REMOTE -> remote.check(model, content).manifest();
    };
  }

  /**
   * Checks a file that lies in no store: all but its name and hash.
   *
   * @param file its name; what is neither {@code .pt} nor {@code .savedmodel.zip} is ONNX
   * @throws ModelRefusedException with the first check that fails
   */
  public ModelManifest checkFile(String file, byte[] content) throws ModelRefusedException {
    return Formats.ofFile(file).isPresent()
        ? new FormatLoader(Formats.ofFile(file).get()).check("", content, "")
        : onnx.load("", content, "").manifest();
  }
}
