package dev.nightshift.feature;

import java.util.Arrays;

/** The newest values of one feature, as a ring. A POJO for keyed state. */
public class Column {

  /** {@link Lane#steps} when the first value was put in. */
  public long since;

  /** {@link Lane#steps} when a model last asked for it. */
  public long wanted;

  /** The newest value before the transform that was not missing: what differences refer to. */
  public double previous = Double.NaN;

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

  void put(long step, double raw, Transform transform) {
    double value =
        switch (transform) {
          case NONE -> raw;
          case LOG1P -> Math.log1p(Math.max(raw, 0));
          case DIFFERENCE -> raw - previous;
        };
    if (!Double.isNaN(raw)) {
      previous = raw;
    }
    ring[(int) (step % ring.length)] = (float) value;
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
