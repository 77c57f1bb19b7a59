package dev.nightshift.job.model;

import dev.nightshift.detect.Calibration;
import dev.nightshift.detect.Scorer;
import dev.nightshift.models.remote.RemoteScores;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;

/** Reaches models that are served elsewhere, inside a task. */
public interface ServedModels extends Serializable {

  /** A served model. */
  interface Served {

    /**
     * Asks for scores, and does not wait.
     *
     * @param windows row-major [batch][W][F]; NaN for missing
     */
    CompletableFuture<RemoteScores> score(float[] windows, int batch);

    /** The local model that scores while the server does not; null for none. */
    Fallback fallback();
  }

  /**
   * A local model that stands in.
   *
   * @param scorer not thread-safe
   * @param calibration of its score; may be null
   */
  record Fallback(Scorer scorer, Calibration calibration) {

    /** {@code name@version}. */
    public String id() {
      return scorer.model();
    }
  }

  /**
   * Opens a model.
   *
   * @param maxBatch largest batch that the fallback has to take
   * @throws IOException if its file cannot be read or is not what was announced
   */
  Served open(ModelAnnouncement model, int maxBatch) throws IOException;
}
