package dev.nightshift.job.operator;

import dev.nightshift.detect.Score;
import dev.nightshift.detect.Scorer;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.model.ModelAnnouncement;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One model with its waiting batch. A lane without a scorer belongs to a model that is served
 * elsewhere; one without a batch too to a model that cannot be used: it accepts nothing, and keeps
 * the operator from opening it again at every window.
 */
final class ModelLane implements AutoCloseable {

  /** Far beyond what verification lets pass for a batch: such a model holds up the whole job. */
  static final long BATCH_LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** One slow batch is the machine's; so many in a row are the model's. */
  static final int SLOW_BATCHES = 8;

  private final ModelAnnouncement model;
  private final Scorer scorer;
  private final WindowBatch batch;
  private final TopFeatures topFeatures;
  private int slowInARow;
  private long retryAt = Long.MAX_VALUE;

  private ModelLane(
      ModelAnnouncement model, Scorer scorer, WindowBatch batch, TopFeatures topFeatures) {
    this.model = model;
    this.scorer = scorer;
    this.batch = batch;
    this.topFeatures = topFeatures;
  }

  static ModelLane of(ModelAnnouncement model, Scorer scorer, int maxBatch) {
    int features = model.features().features().size();
    return new ModelLane(
        model,
        scorer,
        new WindowBatch(maxBatch, model.features().window(), features),
        new TopFeatures(namesOf(model)));
  }

  /** A lane whose batches are scored elsewhere. */
  static ModelLane served(ModelAnnouncement model, int maxBatch) {
    int features = model.features().features().size();
    return new ModelLane(
        model, null, new WindowBatch(maxBatch, model.features().window(), features), null);
  }

  /**
   * A lane of a model that cannot be used.
   *
   * @param retryAt processing time at which to open it again: a store may be away for a while;
   *     {@link Long#MAX_VALUE} if the model itself is at fault
   */
  static ModelLane broken(ModelAnnouncement model, long retryAt) {
    ModelLane lane = new ModelLane(model, null, null, null);
    lane.retryAt = retryAt;
    return lane;
  }

  /** Whether a model that could not be used is to be opened again. */
  boolean isDue(LongSupplier processingTime) {
    return batch == null && retryAt < Long.MAX_VALUE && processingTime.getAsLong() >= retryAt;
  }

  static String[] namesOf(ModelAnnouncement model) {
    return model.features().features().stream().map(FeatureDefinition::name).toArray(String[]::new);
  }

  ModelAnnouncement model() {
    return model;
  }

  /** The windows that wait; null if the model cannot be used. */
  WindowBatch batch() {
    return batch;
  }

  boolean accepts(FeatureWindow window) {
    return batch != null && batch.fits(window);
  }

  boolean isWaiting() {
    return batch != null && batch.size() > 0;
  }

  /**
   * Scores the windows that wait.
   *
   * @param nanos the clock
   * @throws ScoringException if the model fails, or has been too slow for too long
   */
  void score(LongSupplier nanos) throws ScoringException {
    long start = nanos.getAsLong();
    scorer.score(batch.input(), batch.size(), batch.scores(), batch.featureErrors());
    slowInARow = nanos.getAsLong() - start > BATCH_LIMIT_NANOS ? slowInARow + 1 : 0;
    if (slowInARow >= SLOW_BATCHES) {
      throw new ScoringException(
          "too_slow: the last %d batches took more than %d ms each"
              .formatted(SLOW_BATCHES, TimeUnit.NANOSECONDS.toMillis(BATCH_LIMIT_NANOS)),
          null);
    }
  }

  /** The score of a row; null where the model gave none. */
  Score scoreOf(int row) {
    float score = batch.scores().get(row);
    FeatureWindow window = batch.window(row);
    return Float.isNaN(score)
        ? null
        : topFeatures.score(
            window,
            window.champion(),
            model.features().stepMillis(),
            score,
            batch.featureErrors(),
            row,
            model.calibration());
  }

  @Override
  public void close() {
    if (scorer != null) {
      scorer.close();
    }
  }
}
