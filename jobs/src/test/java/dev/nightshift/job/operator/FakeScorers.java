package dev.nightshift.job.operator;

import dev.nightshift.detect.Scorer;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ScorerFactory;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores a window by its newest value, and writes down what happens. Version "broken" cannot be
 * opened, a value of 666 makes a call fail, and NaN gives NaN.
 */
final class FakeScorers implements ScorerFactory {

  private static final long serialVersionUID = 1L;
  static final float FAILING = 666;

  /** {@code open 1}, {@code score 1x3}, {@code close 1} ... of this test's thread. */
  static final List<String> DIARY = new ArrayList<>();

  /** Whether nothing can be opened. */
  static boolean storeIsAway;

  @Override
  public Scorer open(ModelAnnouncement model, int maxBatch) throws IOException {
    if (model.version().equals("broken") || storeIsAway) {
      throw new IOException("not the file that was announced");
    }
    DIARY.add("open " + model.version());
    int features = model.features().features().size();
    int window = model.features().window();
    return new Scorer() {
      @Override
      public String model() {
        return model.id();
      }

      @Override
      public int maxBatch() {
        return maxBatch;
      }

      @Override
      public void score(
          FloatBuffer windows, int batch, FloatBuffer scores, FloatBuffer featureErrors)
          throws ScoringException {
        DIARY.add("score " + model.version() + "x" + batch);
        for (int row = 0; row < batch; row++) {
          for (int feature = 0; feature < features; feature++) {
            float newest = windows.get((row * window + window - 1) * features + feature);
            if (newest == FAILING) {
              throw new ScoringException("the session died", null);
            }
            featureErrors.put(row * features + feature, newest);
          }
          scores.put(row, featureErrors.get(row * features));
        }
      }

      @Override
      public void close() {
        DIARY.add("close " + model.version());
      }
    };
  }
}
