package dev.nightshift.diagnose;

/**
 * A feature about an entity's own resources, the fault that its movement means, and from what size
 * on. A detector says that a value is unusual; whether it is also large enough to harm anybody is
 * another question, and a repair needs both: a database that takes 22 ms instead of 21 is not slow,
 * a processor that is busy for 43 % of its time is not saturated.
 */
enum ResourceSign {
  RESTARTS("restarts", FaultTypes.CRASH_LOOP, 1.6) {
    @Override
    double effect(double value, double usual) {
      return value >= orElse(usual, 0) + 1 ? 1 : 0;
    }
  },
  CACHE_HITS("cache_hit_ratio", FaultTypes.CACHE_CORRUPTION, 1.4) {
    @Override
    double effect(double value, double usual) {
      return ramp(orElse(usual, UNKNOWN_HIT_RATIO) - value, 0.05, 0.2);
    }
  },
  DATABASE_LATENCY("db_latency", FaultTypes.SLOW_DATABASE, 1.2) {
    @Override
    double effect(double value, double usual) {
      return ratio(value, usual, 1.3, 2.5);
    }
  },
  MEMORY("memory", FaultTypes.MEMORY_LEAK, 1.1) {
    @Override
    double effect(double value, double usual) {
      return ratio(value, usual, 1.1, 1.35);
    }
  },
  /** Load moves the processor too: only what comes near its end is a fault of its own. */
  PROCESSOR("cpu", FaultTypes.CPU_SATURATION, 1.2) {
    @Override
    double effect(double value, double usual) {
      return ramp(value, 0.6, 0.85) * ratio(value, usual, 1.1, 1.3);
    }
  };

  /** What a movement from an unknown usual value says of what it would say otherwise. */
  private static final double WITHOUT_USUAL = 0.7;

  private static final double UNKNOWN_HIT_RATIO = 0.8;

  private final String feature;
  private final String faultType;
  private final double weight;

  ResourceSign(String feature, String faultType, double weight) {
    this.feature = feature;
    this.faultType = faultType;
    this.weight = weight;
  }

  /** The sign that a feature is; null if it is none. */
  static ResourceSign of(String feature) {
    for (ResourceSign sign : values()) {
      if (sign.feature.equals(feature)) {
        return sign;
      }
    }
    return null;
  }

  String faultType() {
    return faultType;
  }

  /**
   * How surely the movement means the fault: a restart hardly has another cause. Above 1 means that
   * a part of the score is enough to be sure.
   */
  double weight() {
    return weight;
  }

  /**
   * Whether the movement is large enough to be a fault.
   *
   * @param usual NaN if unknown
   * @return 0 for harmless to 1 for beyond doubt; 0 for NaN
   */
  abstract double effect(double value, double usual);

  private static double orElse(double value, double otherwise) {
    return Double.isNaN(value) ? otherwise : value;
  }

  private static double ratio(double value, double usual, double from, double to) {
    if (Double.isNaN(usual)) {
      return Double.isNaN(value) ? 0 : WITHOUT_USUAL;
    }
    if (usual <= 0) {
      return value > 0 ? 1 : 0;
    }
    return ramp(value / usual, from, to);
  }

  /** 0 up to {@code from}, 1 from {@code to} on, linear between; 0 for NaN. */
  private static double ramp(double value, double from, double to) {
    return value > from ? Math.min(1, (value - from) / (to - from)) : 0;
  }
}
