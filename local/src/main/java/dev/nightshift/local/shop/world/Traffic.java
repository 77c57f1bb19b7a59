package dev.nightshift.local.shop.world;

import java.util.random.RandomGenerator;

/** Requests per second at the entrance: a day's wave, a shorter one, noise, and bumps. */
final class Traffic {

  private static final double DAY_MILLIS = 86_400_000;
  private static final double WAVE_MILLIS = 37 * 60_000;

  private final RandomGenerator random;
  private double noise;
  private double bump = 1;
  private long bumpUntil;

  Traffic(RandomGenerator random) {
    this.random = random;
  }

  void bump(double factor, long untilMillis) {
    bump = factor;
    bumpUntil = untilMillis;
  }

  /** Called once a tick: the noise remembers. */
  double rate(long now) {
    noise = 0.95 * noise + 0.012 * random.nextGaussian();
    double day = 0.22 * Math.sin(2 * Math.PI * (now / DAY_MILLIS - 0.35));
    double wave = 0.06 * Math.sin(2 * Math.PI * now / WAVE_MILLIS);
    double extra = now < bumpUntil ? bump : 1;
    return ShopBlueprint.NOMINAL_TRAFFIC * (1 + day + wave + noise) * extra;
  }
}
