package dev.nightshift.models.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.nightshift.detect.Scorer;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.models.RuntimeMissingException;
import dev.nightshift.models.ScorerRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.FloatBuffer;

/**
 * Scores windows with a TorchScript model. Its {@code forward} takes float32 [batch, W, F] and
 * returns the tuple (score [batch], feature_error [batch, F]). Not thread-safe. Holds native memory
 * until it is closed.
 */
public final class DjlScorer implements Scorer {

  private static final String ENGINE = "PyTorch";

  private final String id;
  private final int maxBatch;
  private final int window;
  private final int features;
  private final Model model;

  /**
   * Loads a model.
   *
   * @param id {@code name@version}
   * @param content the TorchScript archive
   * @param window W
   * @param features F
   * @throws RuntimeMissingException if PyTorch is not there
   * @throws IOException if it cannot load the model
   */
  public DjlScorer(String id, byte[] content, int maxBatch, int window, int features)
      throws IOException {
    this.id = id;
    this.maxBatch = maxBatch;
    this.window = window;
    this.features = features;
    try {
      model = Model.newInstance(id, Device.cpu(), ENGINE);
    } catch (EngineException e) {
      throw new RuntimeMissingException(
          "PyTorch is not there: put ai.djl.pytorch's pytorch-engine, pytorch-jni and"
              + " pytorch-native-cpu into Flink's lib/ ("
              + e.getMessage()
              + ")",
          e);
    }
    boolean loaded = false;
    try {
      model.load(new ByteArrayInputStream(content));
      loaded = true;
    } catch (MalformedModelException | EngineException e) {
      throw new IOException("PyTorch cannot load it: " + e.getMessage(), e);
    } finally {
      if (!loaded) {
        model.close();
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
    try (NDManager scope = model.getNDManager().newSubManager()) {
      NDArray input =
          scope.create(
              windows.slice(0, batch * window * features), new Shape(batch, window, features));
      NDList outputs =
          model.getBlock().forward(new ParameterStore(scope, false), new NDList(input), false);
      if (outputs.size() != 2) {
        throw new ScoringException(id + " gave " + outputs.size() + " outputs and not 2", null);
      }
      copy(outputs.get(0), batch, scores);
      copy(outputs.get(1), batch * features, featureErrors);
    } catch (EngineException | IllegalArgumentException e) {
      throw new ScoringException(id + " fails: " + e.getMessage(), e);
    }
    ScorerRules.requireFinite(id, scores, batch);
  }

  private void copy(NDArray output, int floats, FloatBuffer target) throws ScoringException {
    float[] values = output.toFloatArray();
    if (values.length != floats) {
      throw new ScoringException(id + " gave " + values.length + " values and not " + floats, null);
    }
    target.put(0, values);
  }

  @Override
  public void close() {
    model.close();
  }
}
