package dev.nightshift.training.evaluation;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All that is measured on one recording, or the mean over several.
 *
 * @param vusPr see {@link VolumeUnderSurface}
 * @param vusRoc likewise
 * @param aucPr see {@link PrecisionRecall}
 * @param f1 best over all thresholds, by steps, not adjusted
 * @param eventRecall at the threshold that the detector chose, see {@link AlarmFigures}
 * @param falseAlarmsPerDay likewise
 * @param normalShareInAlarm likewise
 */
public record Figures(
    double vusPr,
    double vusRoc,
    double aucPr,
    double f1,
    double eventRecall,
    double falseAlarmsPerDay,
    double normalShareInAlarm) {

  /**
   * @param labels whether a step is anomalous
   * @param window largest tolerance in steps, see {@link DominantLag}
   * @param step length of a step
   */
  public static Figures of(boolean[] labels, Verdicts verdicts, int window, Duration step) {
    float[] scores = verdicts.scores();
    VolumeUnderSurface volume = VolumeUnderSurface.of(labels, scores, window);
    PrecisionRecall curve = PrecisionRecall.of(labels, scores);
    AlarmFigures alarms = AlarmFigures.of(labels, verdicts.anomalies(), step);
    return new Figures(
        volume.pr(),
        volume.roc(),
        curve.averagePrecision(),
        curve.bestF1(),
        alarms.eventRecall(),
        alarms.falseAlarmsPerDay(),
        alarms.normalShareInAlarm());
  }

  /** Each figure's mean over the recordings for which it is defined; NaN if for none. */
  public static Figures mean(List<Figures> all) {
    return new Figures(
        mean(all, Figures::vusPr),
        mean(all, Figures::vusRoc),
        mean(all, Figures::aucPr),
        mean(all, Figures::f1),
        mean(all, Figures::eventRecall),
        mean(all, Figures::falseAlarmsPerDay),
        mean(all, Figures::normalShareInAlarm));
  }

  private static double mean(List<Figures> all, ToDoubleFunction<Figures> figure) {
    return all.stream()
        .mapToDouble(figure)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
