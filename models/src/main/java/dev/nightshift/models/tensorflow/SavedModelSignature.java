package dev.nightshift.models.tensorflow;

import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ModelRefusedException.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.Signature.TensorDescription;
import org.tensorflow.proto.DataType;

/** The inputs and outputs of a SavedModel, held against its manifest. */
final class SavedModelSignature {

  static final String INPUT = "windows";
  static final String SCORE = "score";
  static final String FEATURE_ERROR = "feature_error";

  private SavedModelSignature() {}

  /**
   * @throws ModelRefusedException if there is no {@code serving_default}, or it does not fit. A
   *     dimension that the graph leaves open is left to the trial
   */
  static void check(SavedModelBundle bundle, ModelManifest manifest) throws ModelRefusedException {
    String model = manifest.id();
    Optional<Signature> found =
        bundle.signatures().stream()
            .filter(one -> one.key().equals(Signature.DEFAULT_KEY))
            .findFirst();
    if (found.isEmpty()) {
      throw new ModelRefusedException(
          model, Reason.WRONG_SIGNATURE, "there is no signature " + Signature.DEFAULT_KEY);
    }
    Map<String, TensorDescription> inputs = found.get().getInputs();
    Map<String, TensorDescription> outputs = found.get().getOutputs();
    if (!inputs.keySet().equals(Set.of(INPUT))
        || !outputs.keySet().equals(Set.of(SCORE, FEATURE_ERROR))) {
      throw new ModelRefusedException(
          model,
          Reason.WRONG_SIGNATURE,
          "inputs %s and outputs %s; expected windows, and score and feature_error"
              .formatted(inputs.keySet(), outputs.keySet()));
    }
    int features = manifest.features().size();
    tensor(model, INPUT, inputs, -1, manifest.window(), features);
    tensor(model, SCORE, outputs, -1);
    tensor(model, FEATURE_ERROR, outputs, -1, features);
  }

  private static void tensor(
      String model, String name, Map<String, TensorDescription> tensors, long... expected)
      throws ModelRefusedException {
    TensorDescription tensor = tensors.get(name);
    if (tensor.dataType != DataType.DT_FLOAT) {
      throw new ModelRefusedException(
          model,
          Reason.WRONG_SIGNATURE,
          name + " has to be a tensor of float32, not " + tensor.dataType);
    }
    long[] shape = tensor.shape.asArray();
    if (shape != null && !fits(shape, expected)) {
      throw new ModelRefusedException(
          model,
          Reason.WRONG_SHAPE,
          "%s has the shape %s; the manifest's window and features ask for %s (-1: any batch)"
              .formatted(name, Arrays.toString(shape), Arrays.toString(expected)));
    }
  }

  private static boolean fits(long[] shape, long[] expected) {
    boolean fits = shape.length == expected.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] < 0 || shape[i] == expected[i];
    }
    return fits;
  }
}
