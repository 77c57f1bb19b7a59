package dev.nightshift.training.evaluation;

import dev.nightshift.training.evaluation.Segments.Segment;
import java.time.Duration;

/**
 * What a person on call gets of a detector's alarms. An alarm is an unbroken run of steps in alarm;
 * it is false if none of its steps is labelled. An event is an unbroken run of labelled steps; it
 * is recalled if an alarm is on in one of its steps at least.
 *
 * @param eventRecall share of events recalled; NaN without events
 * @param falseAlarmsPerDay of recorded time
 * @param normalShareInAlarm share of steps that are not labelled with an alarm on: an alarm that
 *     never ends would look good in the other two
 * @param events labelled
 * @param alarms true and false
 */
public record AlarmFigures(
    double eventRecall,
    double falseAlarmsPerDay,
    double normalShareInAlarm,
    int events,
    int alarms) {

  /**
   * @param labels whether a step is anomalous
   * @param alarm whether an alarm is on after a step
   * @param step length of a step
   */
  public static AlarmFigures of(boolean[] labels, boolean[] alarm, Duration step) {
    if (labels.length != alarm.length) {
      throw new IllegalArgumentException(labels.length + " labels, " + alarm.length + " alarms");
    }
    int events = 0;
    int recalled = 0;
    for (Segment event : Segments.of(labels)) {
      events++;
      recalled += any(alarm, event) ? 1 : 0;
    }
    int alarms = 0;
    int falseAlarms = 0;
    for (Segment one : Segments.of(alarm)) {
      alarms++;
      falseAlarms += any(labels, one) ? 0 : 1;
    }
    int normal = 0;
    int normalInAlarm = 0;
    for (int i = 0; i < labels.length; i++) {
      if (!labels[i]) {
        normal++;
        normalInAlarm += alarm[i] ? 1 : 0;
      }
    }
    double days = (double) labels.length * step.toMillis() / Duration.ofDays(1).toMillis();
    return new AlarmFigures(
        (double) recalled / events,
        falseAlarms / days,
        normal == 0 ? 0 : (double) normalInAlarm / normal,
        events,
        alarms);
  }

  private static boolean any(boolean[] steps, Segment segment) {
    for (int i = segment.first(); i <= segment.last(); i++) {
      if (steps[i]) {
        return true;
      }
    }
    return false;
  }
}
