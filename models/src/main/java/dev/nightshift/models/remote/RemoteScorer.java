package dev.nightshift.models.remote;

import dev.nightshift.detect.Scorer;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.models.ScorerRules;
import java.nio.FloatBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A served model behind the interface of a loaded one: waits for the answer, at most as long as all
 * attempts may take. For checks and evaluations; a stream asks {@link RemoteClient} and does not
 * wait.
 */
public final class RemoteScorer implements Scorer {

  private final String model;
  private final RemoteClient client;
  private final int maxBatch;
  private final int floatsPerWindow;
  private final long patienceMillis;

  /**
   * @param model {@code name@version}
   * @param window W
   * @param features F
   */
  public RemoteScorer(
      String model,
      RemoteEndpoint endpoint,
      RemoteClient client,
      int maxBatch,
      int window,
      int features) {
    this.model = model;
    this.client = client;
    this.maxBatch = maxBatch;
    this.floatsPerWindow = window * features;
    this.patienceMillis = RemoteClient.patienceMillis(endpoint);
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public int maxBatch() {
    return maxBatch;
  }

  @Override
  public void score(FloatBuffer windows, int batch, FloatBuffer scores, FloatBuffer featureErrors)
      throws ScoringException {
    ScorerRules.requireBatch(batch, maxBatch);
    float[] values = new float[batch * floatsPerWindow];
    windows.get(0, values);
    try {
      RemoteScores answer = client.score(values, batch).get(patienceMillis, TimeUnit.MILLISECONDS);
      scores.put(0, answer.scores());
      featureErrors.put(0, answer.featureErrors());
    } catch (ExecutionException e) {
      throw new ScoringException(model + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new ScoringException(model + ": no answer in " + patienceMillis + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScoringException(model + ": interrupted", e);
    }
  }

  @Override
  public void close() {
    // Java's client ends with its last reference.
  }
}
