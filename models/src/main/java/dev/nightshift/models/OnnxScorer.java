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
 *
 * <p>A window has the same score, to the last bit, in whatever batch it comes: the runtime computes
 * what is left over at the end of a vector by other instructions than the rest, so that batches are
 * filled up to whole vectors.
 */
public final class OnnxScorer implements Scorer {

  /** Floats in the widest vector (AVX-512): rows are a multiple of it, and so is each array. */
  private static final int LANES = 16;

  private final LoadedModel model;
  private final SessionCache cache;
  private final int maxBatch;
  private final int window;
  private final int features;
  // Where batches go that have no room for their padding; each grows when it is first needed.
  private FloatBuffer spareWindows = directBuffer(0);
  private FloatBuffer spareScores = directBuffer(0);
  private FloatBuffer spareErrors = directBuffer(0);
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
    ScorerRules.requireBatch(batch, maxBatch);
    try (SessionCache.Lease lease = cache.acquire(model.hash(), model.content())) {
      run(lease.session(), windows, batch, scores, featureErrors);
    } catch (OrtException e) {
      throw new ScoringException(model.id() + " fails: " + e.getMessage(), e);
    }
    ScorerRules.requireFinite(model.id(), scores, batch);
  }

  private void run(
      OrtSession session,
      FloatBuffer windows,
      int batch,
      FloatBuffer scores,
      FloatBuffer featureErrors)
      throws OrtException {
    OrtEnvironment environment = OnnxRuntime.environment();
    int rows = (batch + LANES - 1) / LANES * LANES;
    FloatBuffer in = padded(windows, batch, rows);
    // Rows that only fill up have no place in the caller's buffers.
    boolean here = rows == batch && isNative(scores) && isNative(featureErrors);
    if (!here) {
      spareScores = room(spareScores, rows);
      spareErrors = room(spareErrors, rows * features);
    }
    FloatBuffer out = here ? scores : spareScores;
    FloatBuffer errors = here ? featureErrors : spareErrors;
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, in, new long[] {rows, window, features});
        OnnxTensor score =
            OnnxTensor.createTensor(environment, out.slice(0, rows), new long[] {rows});
        OnnxTensor error =
            OnnxTensor.createTensor(
                environment, errors.slice(0, rows * features), new long[] {rows, features});
        OrtSession.Result result =
            session.run(
                Map.of(OnnxRuntime.INPUT, input),
                Map.of(OnnxRuntime.SCORE, score, OnnxRuntime.FEATURE_ERROR, error))) {
      if (!here) {
        scores.put(0, out, 0, batch);
        featureErrors.put(0, errors, 0, batch * features);
      }
    }
  }

  /** The windows, and behind them as many rows as the lanes want: what these hold is ignored. */
  private FloatBuffer padded(FloatBuffer windows, int batch, int rows) {
    int row = window * features;
    boolean usable = isNative(windows) && windows.limit() >= rows * row;
    if (usable) {
      return windows.slice(0, rows * row);
    }
    spareWindows = room(spareWindows, rows * row);
    spareWindows.put(0, windows, 0, batch * row);
    return spareWindows.slice(0, rows * row);
  }

  /** A buffer of at least so many floats: the one at hand, if it is large enough. */
  private static FloatBuffer room(FloatBuffer spare, int floats) {
    return spare.capacity() >= floats ? spare : directBuffer(floats);
  }

  private static boolean isNative(FloatBuffer buffer) {
    return buffer.isDirect() && buffer.order() == ByteOrder.nativeOrder();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      cache.letGo(model.hash());
    }
  }
}
