package dev.nightshift.diagnose.evidence;

import java.util.Locale;

/** What a metric is about, told from its name as producers commonly write it. */
public enum MetricFamily {
  /** Processor time of the entity itself. */
  CPU,
  /** Memory of the entity itself. */
  MEMORY,
  /** How long its answers take. */
  LATENCY,
  /** How often its answers are right: a share or a percentage, falling when something is wrong. */
  AVAILABILITY,
  /** How often its answers are wrong: a count or a share, rising when something is wrong. */
  ERRORS,
  /** How much is asked of it. */
  TRAFFIC,
  /** Anything of the machine that it shares with others, or of its own callees. */
  ELSEWHERE,
  /** Anything else of its own: disks, sockets, system calls. */
  OTHER;

  /** The family of a metric. */
  public static MetricFamily of(String metric) {
    String name = name(metric);
    if (has(name, "node", "client", "host")) {
      return ELSEWHERE;
    }
    if (has(name, "cpu")) {
      return CPU;
    }
    if (has(name, "mem", "heap", "rss")) {
      return MEMORY;
    }
    if (has(name, "latency", "duration", "response", "rt_", "p50", "p90", "p95", "p99")) {
      return LATENCY;
    }
    if (has(name, "availability", "success")) {
      return AVAILABILITY;
    }
    if (has(name, "error", "fail", "5xx")) {
      return ERRORS;
    }
    if (has(name, "request", "workload", "throughput", "ops", "load")) {
      return TRAFFIC;
    }
    return OTHER;
  }

  /**
   * Whether anything is ever found in a metric of that name: what is no sign of a fault need not be
   * remembered. How much is asked is kept, because shares of right answers are weighed by it, and
   * so is how long calls take by the caller's clock.
   */
  public static boolean tells(String metric) {
    String name = name(metric);
    return switch (of(metric)) {
      case TRAFFIC -> name.contains("request");
      case ELSEWHERE -> name.contains("latency") && name.contains("client");
      case CPU, MEMORY, LATENCY, AVAILABILITY, ERRORS, OTHER -> true;
    };
  }

  /** The metric's own name in small letters, without the attributes of a series. */
  static String name(String metric) {
    int attributes = metric.indexOf('{');
    return (attributes < 0 ? metric : metric.substring(0, attributes)).toLowerCase(Locale.ROOT);
  }

  private static boolean has(String name, String... parts) {
    for (String part : parts) {
      if (name.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
