package dev.nightshift.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.nightshift.models.ModelRefusedException.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** What a model's file says, held against what the manifest in it says: names, types, shapes. */
final class ModelVerifier {

  private ModelVerifier() {}

  /** Reads the manifest out of an open session. */
  static ModelManifest manifest(String model, OrtSession session) throws ModelRefusedException {
    String json;
    try {
      json =
          session
              .getMetadata()
              .getCustomMetadataValue(ModelManifest.METADATA_KEY)
              .orElseThrow(
                  () ->
                      new ModelRefusedException(
                          model,
                          Reason.NO_MANIFEST,
                          "the metadata has no key " + ModelManifest.METADATA_KEY));
    } catch (OrtException e) {
      throw new ModelRefusedException(model, Reason.NO_MANIFEST, e.getMessage(), e);
    }
    try {
      return ManifestJson.read(json);
    } catch (IllegalArgumentException e) {
      throw new ModelRefusedException(model, Reason.BAD_MANIFEST, e.getMessage(), e);
    }
  }

  /** Compares inputs and outputs with the manifest. */
  static void signature(String model, OrtSession session, ModelManifest manifest)
      throws ModelRefusedException {
    Set<String> inputs = session.getInputNames();
    Set<String> outputs = session.getOutputNames();
    if (!inputs.equals(Set.of(OnnxRuntime.INPUT))
        || !outputs.equals(Set.of(OnnxRuntime.SCORE, OnnxRuntime.FEATURE_ERROR))) {
      throw new ModelRefusedException(
          model,
          Reason.WRONG_SIGNATURE,
          "inputs "
              + inputs
              + " and outputs "
              + outputs
              + "; expected windows, and score and"
              + " feature_error");
    }
    int features = manifest.features().size();
    try {
      Map<String, NodeInfo> in = session.getInputInfo();
      Map<String, NodeInfo> out = session.getOutputInfo();
      tensor(model, OnnxRuntime.INPUT, in, -1, manifest.window(), features);
      tensor(model, OnnxRuntime.SCORE, out, -1);
      tensor(model, OnnxRuntime.FEATURE_ERROR, out, -1, features);
    } catch (OrtException e) {
      throw new ModelRefusedException(model, Reason.WRONG_SIGNATURE, e.getMessage(), e);
    }
  }

  private static void tensor(
      String model, String name, Map<String, NodeInfo> infos, long... expected)
      throws ModelRefusedException {
    if (!(infos.get(name).getInfo() instanceof TensorInfo info)
        || info.type != OnnxJavaType.FLOAT) {
      throw new ModelRefusedException(
          model, Reason.WRONG_SIGNATURE, name + " has to be a tensor of float32");
    }
    if (!Arrays.equals(info.getShape(), expected)) {
      throw new ModelRefusedException(
          model,
          Reason.WRONG_SHAPE,
          name
              + " has the shape "
              + Arrays.toString(info.getShape())
              + "; the manifest's window and features ask for "
              + Arrays.toString(expected)
              + " (-1: any batch)");
    }
  }
}
