package dev.nightshift.job.operator;

import dev.nightshift.detect.Calibration;
import dev.nightshift.detect.Score;
import dev.nightshift.detect.Scorer;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ServedModels;
import dev.nightshift.job.model.ServedModels.Fallback;
import dev.nightshift.job.model.ServedModels.Served;
import dev.nightshift.models.remote.RemoteScores;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores batches with models that are served elsewhere, many at a time and without waiting. When a
 * server does not score, after all that its client tries, the model's local fallback does; without
 * one the windows go to the streaming detector. A batch never fails the job.
 */
public final class ServedScoreFunction extends RichAsyncFunction<ServedBatch, ServedResult> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ServedScoreFunction.class);
  private static final int MAX_OPEN = 64;

  private final ServedModels models;
  private final int maxBatch;
  private transient Map<String, Served> open;
  private transient Counter failures;
  private transient Counter fallbacks;

  /**
   * @param maxBatch largest batch, in windows
   */
  public ServedScoreFunction(ServedModels models, int maxBatch) {
    this.models = models;
    this.maxBatch = maxBatch;
  }

  @Override
  public void open(OpenContext context) {
    open = new LinkedHashMap<>(16, 0.75f, true);
    failures = getRuntimeContext().getMetricGroup().counter("served_failures");
    fallbacks = getRuntimeContext().getMetricGroup().counter("served_fallbacks");
  }

  @Override
  public void asyncInvoke(ServedBatch batch, ResultFuture<ServedResult> result) {
    Served served;
    try {
      served = served(batch.model());
    } catch (IOException e) {
      failures.inc();
      LOG.error("Model {} cannot be reached: {}", batch.model().id(), e.getMessage(), e);
      result.complete(unscored(batch));
      return;
    }
    float[] windows = values(batch);
    CompletableFuture<List<ServedResult>> results =
        served
            .score(windows, batch.windows().size())
            .handle((scores, failure) -> results(batch, windows, served, scores, failure));
    // Whatever comes of it is told to the result; nobody waits for the future itself.
    CompletableFuture<List<ServedResult>> unused =
        results.whenComplete(
            (all, bug) -> {
              if (bug == null) {
                result.complete(all);
              } else {
                result.completeExceptionally(bug);
              }
            });
  }

  /** Clients give up on their own long before; a batch that is still out is not lost. */
  @Override
  public void timeout(ServedBatch batch, ResultFuture<ServedResult> result) {
    failures.inc();
    LOG.error("Model {} did not answer in time", batch.model().id());
    result.complete(unscored(batch));
  }

  @Override
  public void close() {
    if (open != null) {
      open.values().forEach(ServedScoreFunction::close);
      open.clear();
    }
  }

  private Served served(ModelAnnouncement model) throws IOException {
    // The hash belongs to it: another file under the same version is another model.
    String key = model.id() + ' ' + model.hash();
    Served known = open.get(key);
    if (known != null) {
      return known;
    }
    Served served = models.open(model, maxBatch);
    open.put(key, served);
    Iterator<Served> eldest = open.values().iterator();
    if (open.size() > MAX_OPEN && eldest.hasNext()) {
      close(eldest.next());
      eldest.remove();
    }
    return served;
  }

  private List<ServedResult> results(
      ServedBatch batch, float[] windows, Served served, RemoteScores scores, Throwable failure) {
    ModelAnnouncement model = batch.model();
    Fallback fallback = served.fallback();
    if (failure == null) {
      return scored(batch, model.id(), model.calibration(), scores);
    }
    failures.inc();
    if (fallback == null) {
      LOG.warn("Model {} did not score: {}", model.id(), failure.getMessage());
      return unscored(batch);
    }
    fallbacks.inc();
    LOG.warn("{} stands in for model {}: {}", fallback.id(), model.id(), failure.getMessage());
    try {
      return scored(
          batch, fallback.id(), fallback.calibration(), scoreBy(fallback, batch, windows));
    } catch (ScoringException e) {
      LOG.error("The fallback of model {} fails: {}", model.id(), e.getMessage(), e);
      return unscored(batch);
    }
  }

  private static RemoteScores scoreBy(Fallback fallback, ServedBatch batch, float[] windows)
      throws ScoringException {
    int size = batch.windows().size();
    FloatBuffer scores = FloatBuffer.allocate(size);
    FloatBuffer errors = FloatBuffer.allocate(size * batch.windows().get(0).features());
    Scorer scorer = fallback.scorer();
    // Answers come on the client's threads; a scorer serves one at a time.
    synchronized (scorer) {
      scorer.score(FloatBuffer.wrap(windows), size, scores, errors);
    }
    return new RemoteScores(scores.array(), errors.array());
  }

  private static List<ServedResult> scored(
      ServedBatch batch, String by, Calibration calibration, RemoteScores scores) {
    TopFeatures topFeatures = new TopFeatures(ModelLane.namesOf(batch.model()));
    FloatBuffer errors = FloatBuffer.wrap(scores.featureErrors());
    List<ServedResult> results = new ArrayList<>(batch.windows().size());
    for (int row = 0; row < batch.windows().size(); row++) {
      FeatureWindow window = batch.windows().get(row);
      Score score =
          topFeatures.score(
              window.scoredBy(by),
              window.champion(),
              batch.model().features().stepMillis(),
              scores.scores()[row],
              errors,
              row,
              calibration);
      results.add(new ServedResult(score, null, batch.compared()));
    }
    return results;
  }

  private static List<ServedResult> unscored(ServedBatch batch) {
    String[] names = ModelLane.namesOf(batch.model());
    return batch.windows().stream()
        .map(window -> new ServedResult(null, window.named(names), batch.compared()))
        .toList();
  }

  private static float[] values(ServedBatch batch) {
    int floats = batch.windows().get(0).values().length;
    float[] values = new float[batch.windows().size() * floats];
    for (int row = 0; row < batch.windows().size(); row++) {
      System.arraycopy(batch.windows().get(row).values(), 0, values, row * floats, floats);
    }
    return values;
  }

  private static void close(Served served) {
    Fallback fallback = served.fallback();
    if (fallback != null) {
      fallback.scorer().close();
    }
  }
}
