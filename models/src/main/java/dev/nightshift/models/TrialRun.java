package dev.nightshift.models;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.nightshift.models.ModelRefusedException.Reason;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lets a model compute before it counts: its own self-test, a window with gaps, an empty one, and a
 * full batch against the clock. A run that goes on for ten times the limit is broken off, so that a
 * graph with an endless loop cannot hold up the job.
 */
final class TrialRun {

  /** Windows in the timed batch. */
  static final int BATCH = 128;

  private static final double TOLERANCE = 1e-4;
  private static final int TIMED_RUNS = 3;

  private final LoadedModel model;
  private final OrtSession session;
  private final Duration limit;
  private final int window;
  private final int features;

  TrialRun(LoadedModel model, OrtSession session, Duration limit) {
    this.model = model;
    this.session = session;
    this.limit = limit;
    this.window = model.manifest().window();
    this.features = model.manifest().features().size();
  }

  void check() throws ModelRefusedException {
    selfTest();
    float[] gaps = model.manifest().selfTest().input().clone();
    for (int i = 0; i < gaps.length; i += 2) {
      gaps[i] = Float.NaN;
    }
    finite("a window with gaps", gaps);
    Arrays.fill(gaps, Float.NaN);
    finite("a window of gaps alone", gaps);
    finite("a window of zeros", new float[window * features]);
    speed();
  }

  private void selfTest() throws ModelRefusedException {
    ModelManifest.SelfTest test = model.manifest().selfTest();
    float score = run(test.input(), 1)[0];
    double allowed = TOLERANCE * Math.max(1e-3, Math.abs(test.score()));
    if (!(Math.abs(score - test.score()) <= allowed)) {
      throw refuse(Reason.SELF_TEST, "the score is " + score + " and has to be " + test.score());
    }
  }

  private void finite(String what, float[] values) throws ModelRefusedException {
    for (float output : run(values, 1)) {
      if (!Float.isFinite(output)) {
        throw refuse(Reason.NOT_FINITE, what + " gives " + output);
      }
    }
  }

  private void speed() throws ModelRefusedException {
    float[] values = new float[BATCH * window * features];
    run(values, BATCH);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TIMED_RUNS; i++) {
      long start = System.nanoTime();
      run(values, BATCH);
      best = Math.min(best, System.nanoTime() - start);
    }
    // The best of a few: a busy machine must not make a good model look slow.
    if (best > limit.toNanos()) {
      throw refuse(
          Reason.TOO_SLOW,
          BATCH
              + " windows take "
              + TimeUnit.NANOSECONDS.toMicros(best)
              + " us; allowed are "
              + TimeUnit.NANOSECONDS.toMicros(limit.toNanos()));
    }
  }

  /** Scores followed by feature errors. */
  private float[] run(float[] values, int batch) throws ModelRefusedException {
    FloatBuffer input = OnnxScorer.directBuffer(values.length);
    input.put(0, values);
    long[] shape = {batch, window, features};
    Duration patience = limit.multipliedBy(10).plusSeconds(1);
    try (OrtSession.RunOptions options = new OrtSession.RunOptions();
        OnnxTensor tensor = OnnxTensor.createTensor(OnnxRuntime.environment(), input, shape)) {
      CompletableFuture<Void> watchdog =
          CompletableFuture.runAsync(
              () -> terminate(options),
              CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
      try (OrtSession.Result result = session.run(Map.of(OnnxRuntime.INPUT, tensor), options)) {
        return outputs(result, batch);
      } catch (OrtException e) {
        boolean brokenOff = watchdog.isDone();
        throw brokenOff
            ? refuse(Reason.TOO_SLOW, "broken off after " + patience.toMillis() + " ms")
            : new ModelRefusedException(model.id(), Reason.FAILS, e.getMessage(), e);
      } finally {
        synchronized (options) {
          watchdog.cancel(false);
        }
      }
    } catch (OrtException e) {
      throw new ModelRefusedException(model.id(), Reason.FAILS, e.getMessage(), e);
    }
  }

  private float[] outputs(OrtSession.Result result, int batch) throws ModelRefusedException {
    OnnxTensor score = (OnnxTensor) result.get(OnnxRuntime.SCORE).orElseThrow();
    OnnxTensor error = (OnnxTensor) result.get(OnnxRuntime.FEATURE_ERROR).orElseThrow();
    FloatBuffer scores = score.getFloatBuffer();
    FloatBuffer errors = error.getFloatBuffer();
    if (scores.remaining() != batch || errors.remaining() != batch * features) {
      throw refuse(
          Reason.WRONG_SHAPE,
          scores.remaining() + " scores and " + errors.remaining() + " errors for " + batch);
    }
    float[] all = new float[batch + batch * features];
    scores.get(all, 0, batch);
    errors.get(all, batch, batch * features);
    return all;
  }

  private static void terminate(OrtSession.RunOptions options) {
    synchronized (options) {
      try {
        options.setTerminate(true);
      } catch (OrtException e) {
        throw new IllegalStateException("a run cannot be broken off", e);
      }
    }
  }

  private ModelRefusedException refuse(Reason reason, String detail) {
    return new ModelRefusedException(model.id(), reason, detail);
  }
}
