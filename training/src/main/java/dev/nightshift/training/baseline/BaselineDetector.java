package dev.nightshift.training.baseline;

import dev.nightshift.detect.AnomalyDetector;
import dev.nightshift.detect.Calibration;
import dev.nightshift.detect.DetectorSettings;
import dev.nightshift.detect.DetectorState;
import dev.nightshift.detect.Score;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.training.Calibrator;
import dev.nightshift.training.evaluation.Recording;
import dev.nightshift.training.evaluation.Verdicts;
import java.util.Arrays;

/**
 * The detectors to compare with, by name. Their scores pass through the job's own threshold and
 * segmentation, calibrated as our models are on the last part of the training data, so that only
 * the score differs.
 */
public enum BaselineDetector {
  /** See {@link PrincipalComponents}. */
  PCA,
  /** See {@link NearestNeighbours}. */
  KNN,
  /** See {@link IsolationForest}. */
  IFOREST,
  /** See {@link RandomCutForestScore}. */
  RCF,
  /** See {@link RobustDeviation}. */
  ZSCORE;

  private static final double HELD_OUT = 0.3;
  private static final int FEWEST_TO_CALIBRATE = 50;

  private Baseline baseline(long seed) {
    return switch (this) {
      case PCA -> new PrincipalComponents();
      case KNN -> new NearestNeighbours();
      case IFOREST -> new IsolationForest(seed);
      case RCF -> new RandomCutForestScore(seed);
      case ZSCORE -> new RobustDeviation();
    };
  }

  /**
   * Learns what is normal, then judges.
   *
   * @param training at least one step
   * @param test with the same features
   */
  public Verdicts run(Recording training, Recording test, DetectorSettings settings, long seed) {
    Standardisation scale = Standardisation.of(training);
    double[][] normal = scale.apply(training);
    float[] scores = baseline(seed).score(normal, scale.apply(test));
    return judge(scores, calibration(normal, seed), settings);
  }

  /** Null where the training data are too few for one. */
  private Calibration calibration(double[][] normal, long seed) {
    int cut = (int) (normal.length * (1 - HELD_OUT));
    if (normal.length - cut < FEWEST_TO_CALIBRATE) {
      return null;
    }
    double[][] heldOut = Arrays.copyOfRange(normal, cut, normal.length);
    return Calibrator.fit(baseline(seed).score(Arrays.copyOf(normal, cut), heldOut));
  }

  private Verdicts judge(float[] scores, Calibration calibration, DetectorSettings settings) {
    AnomalyDetector detector = new AnomalyDetector(settings);
    DetectorState state = new DetectorState();
    Entity entity = Entity.service("baseline", name());
    Verdicts verdicts = Verdicts.of(scores);
    for (int i = 0; i < scores.length; i++) {
      Score score =
          new Score(
              entity,
              name(),
              true,
              i + 1,
              1,
              scores[i],
              new String[0],
              new float[0],
              new float[0],
              calibration);
      verdicts.thresholds()[i] = (float) detector.limit(state, score);
      detector.accept(state, score);
      verdicts.anomalies()[i] = state.open;
    }
    return verdicts;
  }
}
