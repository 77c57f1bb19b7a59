package dev.nightshift.feature;

import java.util.HashMap;
import java.util.Map;

/**
 * The steps of one length of one entity: those still open, the history of those done, and the clock
 * that says which is next. Asleep when the entity has been silent for long; the next signal wakes
 * it. A POJO for keyed state.
 */
public class Lane {

  public long stepMillis;

  /** End of the step to be closed next; 0 when asleep. */
  public long nextEnd;

  /** End of the newest step closed or passed over: what belongs before is late. */
  public long closedThrough = Long.MIN_VALUE;

  /** Steps closed since waking up. */
  public long steps;

  /** Silent steps since the last signal. */
  public int idle;

  /** By end of the step. */
  public Map<Long, StepData> open = new HashMap<>();

  /** By {@link FeaturePlan#key}. */
  public Map<String, Column> columns = new HashMap<>();

  /** By {@link Series#id}. */
  public Map<Integer, Baseline> baselines = new HashMap<>();

  public Lane() {}

  static Lane of(long stepMillis) {
    Lane lane = new Lane();
    lane.stepMillis = stepMillis;
    return lane;
  }

  long endOfStep(long timeMillis) {
    return (Math.floorDiv(timeMillis, stepMillis) + 1) * stepMillis;
  }

  Admission admits(long timeMillis, int maxOpenSteps) {
    long end = endOfStep(timeMillis);
    if (end <= closedThrough) {
      return Admission.LATE;
    }
    return open.size() >= maxOpenSteps && !open.containsKey(end)
        ? Admission.TOO_MANY_STEPS
        : Admission.ACCEPTED;
  }

  /** The open step of that time, after {@link #admits} said yes. */
  StepData stepAt(long timeMillis) {
    long end = endOfStep(timeMillis);
    StepData step = open.get(end);
    if (step == null) {
      step = new StepData();
      open.put(end, step);
      // Until the first step since waking up is closed, an earlier one may still come.
      if (nextEnd == 0 || (steps == 0 && end < nextEnd)) {
        nextEnd = end;
      }
    }
    return step;
  }

  /** Forgets the history: the entity was silent for so long that its windows begin anew. */
  void sleep() {
    columns.clear();
    steps = 0;
    idle = 0;
    nextEnd = 0;
    for (long end : open.keySet()) {
      nextEnd = nextEnd == 0 ? end : Math.min(nextEnd, end);
    }
  }

  long newestOpenEnd() {
    long newest = Long.MIN_VALUE;
    for (long end : open.keySet()) {
      newest = Math.max(newest, end);
    }
    return newest;
  }
}
