package dev.nightshift.local.evaluate;

import dev.nightshift.detect.DetectorSettings;
import dev.nightshift.training.baseline.BaselineDetector;
import dev.nightshift.training.evaluation.Verdicts;
import java.util.Locale;

/** A baseline, at the threshold that the job would choose for it. */
record ComparedDetector(BaselineDetector baseline, DetectorSettings settings, long seed)
    implements Detector {

  @Override
  public String name() {
    return baseline.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Verdicts run(EvaluationCase data) {
    return baseline.run(data.training(), data.test(), settings, seed);
  }
}
