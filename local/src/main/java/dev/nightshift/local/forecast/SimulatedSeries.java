package dev.nightshift.local.forecast;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A week of a resource's use in steps of a minute, as a share of its limit: with a leak that hits
 * the limit, or with something that only looks like one. The same seed gives the same series.
 *
 * @param values NaN where a step is missing
 * @param innocentUntil step before which each alarm is false
 * @param leakFrom step at which what leads to the exhaustion begins; -1 for an innocent series
 * @param exhaustedAt step at which the limit is hit; -1 if it never is
 */
record SimulatedSeries(
    Kind kind, float[] values, int innocentUntil, int leakFrom, int exhaustedAt) {

  static final int STEPS = 7 * 1440;
  static final float LIMIT = 1;

  /** What happens to the resource. */
  enum Kind {
    STEADY_LEAK(true, "leak at a steady pace, full in 1 h to 2 d"),
    GROWING_LEAK(true, "leak that quickens"),
    LEAK_UNDER_COLLECTION(true, "leak under a garbage collector's saw"),
    FILLING_DISK(true, "disk that fills while logs rotate"),
    LEAK_IN_DAILY_CYCLE(true, "leak on top of a daily cycle"),
    LEAK_AFTER_CRASHES(true, "leak that crashed and began anew twice"),
    NOISE(false, "noise around a level"),
    COLLECTION(false, "garbage collector's saw"),
    LOG_ROTATION(false, "log rotation"),
    DAILY_CYCLE(false, "daily cycle"),
    WARM_UP(false, "ramp that levels off below the limit"),
    RESTARTS(false, "slow leak that regular restarts take back"),
    STEPS_UP(false, "deployments that each need more"),
    BATCH_JOBS(false, "batch jobs that come and go");

    final boolean exhausts;
    final String text;

    Kind(boolean exhausts, String text) {
      this.exhausts = exhausts;
      this.text = text;
    }
  }

  static SimulatedSeries of(Kind kind, long seed) {
    SplittableRandom random = new SplittableRandom(31 * seed + kind.name().hashCode());
    double base = uniform(random, 0.2, 0.5);
    double[] clean = new double[STEPS];
    int[] leak = {STEPS, -1};
    switch (kind) {
      case STEADY_LEAK -> add(clean, base, leak(random, 60, 2880, 1, leak));
      case GROWING_LEAK -> add(clean, base, leak(random, 240, 2880, 1.6, leak));
      case LEAK_UNDER_COLLECTION ->
          collected(clean, base, random, leak(random, 180, 2880, 1, leak));
      case FILLING_DISK -> {
        saw(clean, random, 360, 1440, uniform(random, 0.05, 0.15));
        add(clean, base, leak(random, 720, 2880, 1, leak));
      }
      case LEAK_IN_DAILY_CYCLE -> {
        cycle(clean, random, uniform(random, 0.05, 0.15));
        add(clean, base, leak(random, 480, 2880, 1, leak));
      }
      case LEAK_AFTER_CRASHES -> crashes(clean, base, random, leak);
      case NOISE -> add(clean, base, new double[STEPS]);
      case COLLECTION -> {
        saw(clean, random, 5, 120, uniform(random, 0.1, 0.45));
        add(clean, base, new double[STEPS]);
      }
      case LOG_ROTATION -> {
        saw(clean, random, 360, 1440, uniform(random, 0.1, 0.45));
        add(clean, base, new double[STEPS]);
      }
      case DAILY_CYCLE -> {
        cycle(clean, random, uniform(random, 0.1, 0.22));
        add(clean, base, new double[STEPS]);
      }
      case WARM_UP -> warmUp(clean, base, random);
      case RESTARTS -> restarts(clean, base, random);
      case STEPS_UP -> stepsUp(clean, base, random);
      case BATCH_JOBS -> batches(clean, base, random);
    }
    return observed(kind, clean, leak, random);
  }

  /** Adds correlated noise, spikes and gaps; ends the series where it hits the limit. */
  private static SimulatedSeries observed(
      Kind kind, double[] clean, int[] leak, SplittableRandom random) {
    int leakFrom = leak[1];
    double sigma = uniform(random, 0.003, 0.015);
    float[] values = new float[STEPS];
    double noise = 0;
    int exhausted = -1;
    for (int i = 0; i < STEPS; i++) {
      noise = 0.7 * noise + sigma * Math.sqrt(1 - 0.49) * random.nextGaussian();
      double value = clean[i] + noise;
      if (random.nextDouble() < 0.001) {
        value += uniform(random, -0.2, 0.2);
      }
      if (exhausted < 0 && leakFrom >= 0 && i > leakFrom && clean[i] >= LIMIT) {
        exhausted = i;
      }
      boolean missing = random.nextDouble() < 0.01;
      values[i] = missing ? Float.NaN : (float) Math.max(0, Math.min(value, 1.05));
      if (exhausted >= 0) {
        return new SimulatedSeries(kind, Arrays.copyOf(values, i), leak[0], leakFrom, exhausted);
      }
    }
    return new SimulatedSeries(kind, values, leak[0], leakFrom, exhausted);
  }

  /** From 0 to {@code 1 - what is there} by the power of time, in {@code least} to {@code most}. */
  private static double[] leak(
      SplittableRandom random, int least, int most, double power, int[] from) {
    int length = (int) (least * Math.pow((double) most / least, random.nextDouble()));
    from[0] = 2 * 1440 + random.nextInt(STEPS - 3 * 1440 - length);
    from[1] = from[0];
    double[] leak = new double[STEPS];
    for (int i = from[0]; i < STEPS; i++) {
      leak[i] = 0.9 * Math.pow((i - from[0]) / (double) length, power);
    }
    return leak;
  }

  private static void add(double[] clean, double base, double[] leak) {
    for (int i = 0; i < STEPS; i++) {
      clean[i] += base + leak[i];
    }
  }

  private static void saw(
      double[] clean, SplittableRandom random, int least, int most, double height) {
    double period = least * Math.pow((double) most / least, random.nextDouble());
    double phase = random.nextDouble();
    for (int i = 0; i < STEPS; i++) {
      double tooth = i / period + phase;
      clean[i] += height * (tooth - Math.floor(tooth));
    }
  }

  /** What is alive rises; the saw fills what is left between it and where collection begins. */
  private static void collected(
      double[] clean, double base, SplittableRandom random, double[] leak) {
    double period = uniform(random, 5, 60);
    double trigger = uniform(random, 0.7, 0.85);
    for (int i = 0; i < STEPS; i++) {
      double alive = 0.6 * base + leak[i];
      double tooth = i / period;
      clean[i] = alive + Math.max(0, trigger - alive) * (tooth - Math.floor(tooth));
    }
  }

  private static void cycle(double[] clean, SplittableRandom random, double amplitude) {
    double phase = random.nextDouble() * 2 * Math.PI;
    for (int i = 0; i < STEPS; i++) {
      double angle = 2 * Math.PI * i / 1440 + phase;
      clean[i] += amplitude * (1 + Math.sin(angle) + 0.25 * Math.sin(2 * angle));
    }
  }

  private static void crashes(double[] clean, double base, SplittableRandom random, int[] from) {
    int length = (int) uniform(random, 360, 1800);
    int begin = 1440 + random.nextInt(720);
    from[0] = begin;
    from[1] = begin + 2 * length;
    for (int i = 0; i < STEPS; i++) {
      int age = i - begin;
      boolean crashing = age >= 0 && age < 2 * length;
      double share = age < 0 ? 0 : (crashing ? age % length : age - 2 * length) / (double) length;
      clean[i] = base + share * (1 - base);
    }
  }

  private static void warmUp(double[] clean, double base, SplittableRandom random) {
    int from = 720 + random.nextInt(STEPS / 2);
    double tau = uniform(random, 30, 720);
    double height = uniform(random, 0.6, 0.92) - base;
    for (int i = 0; i < STEPS; i++) {
      clean[i] = base + (i < from ? 0 : height * (1 - Math.exp(-(i - from) / tau)));
    }
  }

  private static void restarts(double[] clean, double base, SplittableRandom random) {
    double height = uniform(random, 0.6, 0.85) - base;
    int period = 720 + random.nextInt(720);
    for (int i = 0; i < STEPS; i++) {
      clean[i] = base + height * (i % period) / period;
    }
  }

  private static void stepsUp(double[] clean, double base, SplittableRandom random) {
    double level = base;
    for (int i = 0; i < STEPS; i++) {
      if (random.nextDouble() < 1.0 / 1200) {
        level = Math.min(0.85, level + uniform(random, 0.02, 0.2));
      }
      clean[i] = level;
    }
  }

  private static void batches(double[] clean, double base, SplittableRandom random) {
    int left = 0;
    double pace = 0;
    double extra = 0;
    for (int i = 0; i < STEPS; i++) {
      if (left == 0 && random.nextDouble() < 1.0 / 600) {
        left = 20 + random.nextInt(160);
        pace = uniform(random, 0.1, 0.85 - base) / left;
      }
      extra = left > 0 ? extra + pace : 0;
      left = Math.max(0, left - 1);
      clean[i] = base + extra;
    }
  }

  private static double uniform(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
