package dev.nightshift.feature;

import java.util.Arrays;

/** The newest values of one feature, as a ring. A POJO for keyed state. */
public class Column {

  /** Steps for which a value may stand: five minutes of ten seconds. */
  private static final int MOST_CARRIED = 30;

  /** {@link Lane#steps} when the first value was put in. */
  public long since;

  /** {@link Lane#steps} when a model last asked for it. */
  public long wanted;

  /** The newest value before the transform that was not missing: what differences refer to. */
  public double previous = Double.NaN;

  /** {@link Lane#steps} of that value, counted from 1; 0 before there was one. */
  public long seen;

  /** Steps between the newest values; 0 where they lie too far apart. See {@link #carried}. */
  public int interval;

  public int intervalBefore;

  public float[] ring = new float[0];

  /** Null where no model measures entities by their own rulers. */
  public Ruler ruler;

  public Column() {}

  static Column starting(long since, int length) {
    Column column = new Column();
    column.since = since;
    column.ring = new float[length];
    Arrays.fill(column.ring, Float.NaN);
    return column;
  }

  void put(long step, double raw, FeatureDefinition definition) {
    double value =
        switch (definition.transform()) {
          case NONE -> carried(step, raw, definition);
          case LOG1P -> Math.log1p(Math.max(carried(step, raw, definition), 0));
          case DIFFERENCE -> raw - previous;
        };
    if (!Double.isNaN(raw)) {
      long distance = step + 1 - seen;
      intervalBefore = interval;
      interval = seen == 0 || distance > MOST_CARRIED ? 0 : (int) distance;
      seen = step + 1;
      previous = raw;
    }
    ring[(int) (step % ring.length)] = (float) value;
  }

  /**
   * A level that is exported less often than once a step holds until its next value is due, as the
   * look-back of Prometheus has it. When that is, its last two distances tell.
   */
  private double carried(long step, double raw, FeatureDefinition definition) {
    boolean regular = interval > 0 && intervalBefore > 0;
    boolean due = step + 1 - seen >= Math.max(interval, intervalBefore);
    return Double.isNaN(raw) && regular && !due && definition.isLevel() ? previous : raw;
  }

  /** Measures what {@link #put} put in last; at first, all that is here. */
  void measure(long step) {
    long from = step;
    if (ruler == null) {
      ruler = new Ruler();
      from = Math.max(since, step - ring.length + 1);
    }
    for (long s = from; s <= step; s++) {
      ruler.learn(at(s));
    }
  }

  float at(long step) {
    return step < since ? Float.NaN : ring[(int) (step % ring.length)];
  }

  /** Makes room for a longer window, keeping what is there. */
  void grow(int length, long steps) {
    if (ring.length >= length) {
      return;
    }
    float[] longer = new float[length];
    Arrays.fill(longer, Float.NaN);
    for (long step = Math.max(since, steps - ring.length); step < steps; step++) {
      longer[(int) (step % length)] = ring[(int) (step % ring.length)];
    }
    ring = longer;
  }
}
