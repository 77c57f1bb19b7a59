package dev.nightshift.actuator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters since the start. Thread-safe. */
public final class ActuatorMetrics {

  private static final String PREFIX = "nightshift_actuator_";

  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

  void count(String name, String kind) {
    counters
        .computeIfAbsent(PREFIX + name + "_total{kind=\"" + kind + "\"}", k -> new LongAdder())
        .increment();
  }

  /**
   * The value of a counter, 0 if nothing was counted.
   *
   * @param name {@code requests}, {@code control}, {@code outcomes}, {@code reports}, {@code
   *     takeovers}, {@code errors}
   * @param kind for example {@code claimed}, {@code refused}, {@code forged}, {@code succeeded}
   */
  public long value(String name, String kind) {
    LongAdder counter = counters.get(PREFIX + name + "_total{kind=\"" + kind + "\"}");
    return counter == null ? 0 : counter.sum();
  }

  /** Prometheus text format, version 0.0.4. */
  public String prometheus() {
    StringBuilder text = new StringBuilder();
    String family = "";
    for (Map.Entry<String, LongAdder> counter : new TreeMap<>(counters).entrySet()) {
      String name = counter.getKey().substring(0, counter.getKey().indexOf('{'));
      if (!name.equals(family)) {
        text.append("# TYPE ").append(name).append(" counter\n");
        family = name;
      }
      text.append(counter.getKey()).append(' ').append(counter.getValue().sum()).append('\n');
    }
    return text.toString();
  }
}
