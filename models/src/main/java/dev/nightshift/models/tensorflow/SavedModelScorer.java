package dev.nightshift.models.tensorflow;

import dev.nightshift.detect.Scorer;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ScorerRules;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * Scores windows with a SavedModel: its signature {@code serving_default} takes {@code windows}
 * float32 [batch, W, F] and gives {@code score} [batch] and {@code feature_error} [batch, F]. Not
 * thread-safe. Holds native memory until it is closed.
 */
final class SavedModelScorer implements Scorer {

  /** Computes in the calling thread alone: parallelism is the stream's. */
  private static final ConfigProto ONE_THREAD =
      ConfigProto.newBuilder()
          .setIntraOpParallelismThreads(1)
          .setInterOpParallelismThreads(1)
          .build();

  private final String id;
  private final int maxBatch;
  private final int window;
  private final int features;
  private final SavedModelBundle bundle;
  private final SessionFunction function;

  private SavedModelScorer(ModelManifest manifest, SavedModelBundle bundle, int maxBatch) {
    this.id = manifest.id();
    this.maxBatch = maxBatch;
    this.window = manifest.window();
    this.features = manifest.features().size();
    this.bundle = bundle;
    this.function = bundle.function(Signature.DEFAULT_KEY);
  }

  /**
   * Loads a model.
   *
   * @param folder with {@code saved_model.pb}; not needed any more when this returns
   * @throws ModelRefusedException if its inputs and outputs are not those of the manifest
   * @throws IOException if TensorFlow cannot load it
   */
  static SavedModelScorer load(ModelManifest manifest, Path folder, int maxBatch)
      throws IOException, ModelRefusedException {
    SavedModelBundle bundle;
    try {
      bundle =
          SavedModelBundle.loader(folder.toString())
              .withTags(SavedModelBundle.DEFAULT_TAG)
              .withConfigProto(ONE_THREAD)
              .load();
    } catch (TensorFlowException e) {
      throw new IOException("TensorFlow cannot load it: " + e.getMessage(), e);
    }
    boolean fits = false;
    try {
      SavedModelSignature.check(bundle, manifest);
      fits = true;
      return new SavedModelScorer(manifest, bundle, maxBatch);
    } finally {
      if (!fits) {
        bundle.close();
      }
    }
  }

  @Override
  public String model() {
    return id;
  }

  @Override
  public int maxBatch() {
    return maxBatch;
  }

  @Override
  public void score(FloatBuffer windows, int batch, FloatBuffer scores, FloatBuffer featureErrors)
      throws ScoringException {
    ScorerRules.requireBatch(batch, maxBatch);
    FloatBuffer rows = windows.slice(0, batch * window * features);
    try (TFloat32 input =
            TFloat32.tensorOf(Shape.of(batch, window, features), DataBuffers.of(rows));
        Result outputs = function.call(Map.of(SavedModelSignature.INPUT, input))) {
      copy(outputs, SavedModelSignature.SCORE, scores, batch);
      copy(outputs, SavedModelSignature.FEATURE_ERROR, featureErrors, batch * features);
    } catch (TensorFlowException e) {
      throw new ScoringException(id + " fails: " + e.getMessage(), e);
    }
    ScorerRules.requireFinite(id, scores, batch);
  }

  private void copy(Result outputs, String name, FloatBuffer target, int floats)
      throws ScoringException {
    // The signature was checked: it is there, and its numbers are floats.
    TFloat32 output = (TFloat32) outputs.get(name).orElseThrow();
    if (output.size() != floats) {
      throw new ScoringException(
          "%s gave %d values of %s and not %d".formatted(id, output.size(), name, floats), null);
    }
    output.copyTo(DataBuffers.of(target.slice(0, floats)));
  }

  @Override
  public void close() {
    bundle.close();
  }
}
