package dev.nightshift.models;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.nightshift.detect.Scorer;
import dev.nightshift.detect.ScoringException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Scores windows with an ONNX model. ONNX Runtime reads the windows where they lie and writes the
 * scores where they shall be: nothing is copied if the caller's buffers are direct and in native
 * order, and no garbage grows with the batch.
 *
 * <p>It borrows the shared session for each batch only, so closing a scorer while another scores
 * with the same model is safe; the session closes with the last scorer. Not thread-safe itself.
 */
public final class OnnxScorer implements Scorer {

  private final LoadedModel model;
  private final SessionCache cache;
  private final int maxBatch;
  private final int window;
  private final int features;
  private boolean closed;

  public OnnxScorer(LoadedModel model, SessionCache cache, int maxBatch) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("a batch has at least one window");
    }
    this.model = model;
    this.cache = cache;
    this.maxBatch = maxBatch;
    this.window = model.manifest().window();
    this.features = model.manifest().features().size();
    cache.hold(model.hash());
  }

  /** A buffer as {@link #score} likes it best. */
  public static FloatBuffer directBuffer(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public String model() {
    return model.id();
  }

  @Override
  public int maxBatch() {
    return maxBatch;
  }

  @Override
  public void score(FloatBuffer windows, int batch, FloatBuffer scores, FloatBuffer featureErrors)
      throws ScoringException {
    if (closed) {
      throw new IllegalStateException("the scorer of " + model.id() + " is closed");
    }
    if (batch < 1 || batch > maxBatch) {
      throw new IllegalArgumentException(batch + " windows; at most " + maxBatch + " go at once");
    }
    try (SessionCache.Lease lease = cache.acquire(model.hash(), model.content())) {
      run(lease.session(), windows, batch, scores, featureErrors);
    } catch (OrtException e) {
      throw new ScoringException(model.id() + " fails: " + e.getMessage(), e);
    }
    for (int i = 0; i < batch; i++) {
      if (!Float.isFinite(scores.get(i))) {
        throw new ScoringException(model.id() + " gave " + scores.get(i) + " as a score", null);
      }
    }
  }

  private void run(
      OrtSession session,
      FloatBuffer windows,
      int batch,
      FloatBuffer scores,
      FloatBuffer featureErrors)
      throws OrtException {
    OrtEnvironment environment = OnnxRuntime.environment();
    FloatBuffer out = direct(scores, batch);
    FloatBuffer errors = direct(featureErrors, batch * features);
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                environment,
                windows.slice(0, batch * window * features),
                new long[] {batch, window, features});
        OnnxTensor score = OnnxTensor.createTensor(environment, out, new long[] {batch});
        OnnxTensor error =
            OnnxTensor.createTensor(environment, errors, new long[] {batch, features});
        OrtSession.Result result =
            session.run(
                Map.of(OnnxRuntime.INPUT, input),
                Map.of(OnnxRuntime.SCORE, score, OnnxRuntime.FEATURE_ERROR, error))) {
      copyBack(out, scores);
      copyBack(errors, featureErrors);
    }
  }

  private static FloatBuffer direct(FloatBuffer target, int floats) {
    boolean usable = target.isDirect() && target.order() == ByteOrder.nativeOrder();
    return usable ? target.slice(0, floats) : directBuffer(floats);
  }

  private static void copyBack(FloatBuffer written, FloatBuffer target) {
    if (!target.isDirect() || target.order() != ByteOrder.nativeOrder()) {
      target.put(0, written, 0, written.capacity());
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      cache.letGo(model.hash());
    }
  }
}
