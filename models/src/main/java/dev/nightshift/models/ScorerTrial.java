package dev.nightshift.models;

import dev.nightshift.detect.Scorer;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.models.ModelRefusedException.Reason;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Lets any scorer compute before it counts: the manifest's self-test, a window with gaps, an empty
 * one, and a full batch against the clock.
 */
public final class ScorerTrial {

  /** Windows in the timed batch. */
  public static final int BATCH = TrialRun.BATCH;

  private static final double TOLERANCE = 1e-4;
  private static final int TIMED_RUNS = 3;

  private final ModelManifest manifest;
  private final Scorer scorer;
  private final Duration limit;
  private final int floats;

  /**
   * @param scorer takes batches of {@link #BATCH}
   * @param limit longest time that such a batch may take
   */
  public ScorerTrial(ModelManifest manifest, Scorer scorer, Duration limit) {
    this.manifest = manifest;
    this.scorer = scorer;
    this.limit = limit;
    this.floats = manifest.window() * manifest.features().size();
  }

  /**
   * Runs all of it.
   *
   * @throws ModelRefusedException with the first check that fails
   */
  public void check() throws ModelRefusedException {
    ModelManifest.SelfTest test = manifest.selfTest();
    float score = run(test.input(), 1, Reason.FAILS);
    double allowed = TOLERANCE * Math.max(1e-3, Math.abs(test.score()));
    if (!(Math.abs(score - test.score()) <= allowed)) {
      throw refuse(Reason.SELF_TEST, "the score is " + score + " and has to be " + test.score());
    }
    float[] window = test.input().clone();
    for (int i = 0; i < window.length; i += 2) {
      window[i] = Float.NaN;
    }
    run(window, 1, Reason.NOT_FINITE);
    Arrays.fill(window, Float.NaN);
    run(window, 1, Reason.NOT_FINITE);
    speed();
  }

  private void speed() throws ModelRefusedException {
    float[] windows = new float[BATCH * floats];
    run(windows, BATCH, Reason.NOT_FINITE);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TIMED_RUNS; i++) {
      long start = System.nanoTime();
      run(windows, BATCH, Reason.FAILS);
      best = Math.min(best, System.nanoTime() - start);
    }
    // The best of a few: a busy machine must not make a good model look slow.
    if (best > limit.toNanos()) {
      throw refuse(
          Reason.TOO_SLOW,
          "%d windows take %d us; allowed are %d"
              .formatted(
                  BATCH,
                  TimeUnit.NANOSECONDS.toMicros(best),
                  TimeUnit.NANOSECONDS.toMicros(limit.toNanos())));
    }
  }

  private float run(float[] windows, int batch, Reason reason) throws ModelRefusedException {
    FloatBuffer input = OnnxScorer.directBuffer(windows.length);
    input.put(0, windows);
    FloatBuffer scores = OnnxScorer.directBuffer(batch);
    FloatBuffer errors = OnnxScorer.directBuffer(batch * manifest.features().size());
    try {
      scorer.score(input, batch, scores, errors);
    } catch (ScoringException e) {
      throw new ModelRefusedException(manifest.id(), reason, e.getMessage(), e);
    }
    return scores.get(0);
  }

  private ModelRefusedException refuse(Reason reason, String detail) {
    return new ModelRefusedException(manifest.id(), reason, detail);
  }
}
