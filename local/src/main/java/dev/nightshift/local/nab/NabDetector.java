package dev.nightshift.local.nab;

import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.detect.Judgement;
import dev.nightshift.job.DetectionTopology;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.job.operator.FeatureOptions;
import dev.nightshift.local.runtime.BoundedJob;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Runs {@link DetectionTopology} over a file as over the only gauge of a service without a model,
 * with the defaults of a job file.
 */
final class NabDetector {

  private static final Duration RETENTION = Duration.ofDays(365);
  private static final int BATCH = 1;
  private static final int HEAVY_STATES = 1;
  private static final long SEED = 1;

  /**
   * What was said of each row.
   *
   * @param scores what the job told: one detection of one problem; 0 for nothing
   * @param alarms 1 where the job opened an anomaly by its own threshold, else 0
   */
  record Verdicts(double[] scores, double[] alarms) {}

  /** Runs a bounded job of its own to its end. */
  Verdicts run(NabSeries series) throws Exception {
    long step = NabSignals.step(series);
    StreamExecutionEnvironment env = BoundedJob.environment(1);
    DataStream<Judgement> judgements =
        DetectionTopology.build(
                new DetectionTopology.Inputs(
                    NabSignals.stream(env, series, step),
                    BoundedJob.nothing(env, ModelAnnouncement.class),
                    BoundedJob.nothing(env, FeedbackLabel.class)),
                new DetectionTopology.Settings(
                    // All of them: rows may be read before the empty streams have ended.
                    new FeatureOptions(step, series.rows(), false, RETENTION),
                    new DetectorOptions(null, null, null, RETENTION),
                    List.of(),
                    (model, batch) -> {
                      throw new IOException("there is no model here");
                    },
                    BATCH,
                    HEAVY_STATES,
                    SEED))
            .judgements();
    TreeMap<Long, Judgement> byStep = new TreeMap<>();
    try (CloseableIterator<Judgement> all = judgements.collectAsync()) {
      env.executeAsync("benchmark " + series.name());
      all.forEachRemaining(judgement -> byStep.put(judgement.stepEnd(), judgement));
    }
    return verdicts(series, step, byStep);
  }

  private static Verdicts verdicts(NabSeries series, long step, SortedMap<Long, Judgement> byStep) {
    Map<Long, Integer> rows = new HashMap<>();
    for (int row = 0; row < series.rows(); row++) {
      // Where rows share a step, the last one: the step is not known before.
      rows.put((Math.floorDiv(series.times()[row], step) + 1) * step, row);
    }
    Verdicts verdicts = new Verdicts(new double[series.rows()], new double[series.rows()]);
    boolean open = false;
    for (Judgement judgement : byStep.values()) {
      Integer row = rows.get(judgement.stepEnd());
      if (row != null) {
        verdicts.scores()[row] = judgement.told();
        verdicts.alarms()[row] = judgement.anomalous() && !open ? 1 : 0;
      }
      open = judgement.anomalous();
    }
    return verdicts;
  }
}
