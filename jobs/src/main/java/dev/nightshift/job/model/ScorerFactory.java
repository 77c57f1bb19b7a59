package dev.nightshift.job.model;

import dev.nightshift.detect.Scorer;
import java.io.IOException;
import java.io.Serializable;

/** Makes scorers for announced models inside a task. */
public interface ScorerFactory extends Serializable {

  /**
   * Loads a model.
   *
   * @param maxBatch largest batch that one call has to take
   * @throws IOException if it cannot be read, or is not the file that was announced
   */
  Scorer open(ModelAnnouncement model, int maxBatch) throws IOException;

  /** How models that are served elsewhere are reached; null if none can be. */
  default ServedModels served() {
    return null;
  }
}
