package dev.nightshift.feature;

import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** One metric with one set of attributes at one instance. A POJO for keyed state. */
public class Series {

  /** Short for its name, attributes and instance in open steps. */
  public int id;

  public String name;
  public MetricKind kind;
  public Map<String, String> attributes = new HashMap<>();
  public long lastMillis;

  public Series() {}

  /** What tells series apart. Most metrics have no attributes and are their own key. */
  static String key(MetricPoint point) {
    StringBuilder key = new StringBuilder(point.name().length() + 32);
    key.append(point.name()).append('\u0001').append(point.kind().name());
    if (!point.entity().instance().isEmpty()) {
      key.append('\u0001').append(point.entity().instance());
    }
    Map<String, String> attributes = point.attributes();
    if (!attributes.isEmpty()) {
      Map<String, String> sorted = attributes.size() == 1 ? attributes : new TreeMap<>(attributes);
      sorted.forEach((k, v) -> key.append('\u0002').append(k).append('\u0003').append(v));
    }
    return key.toString();
  }

  boolean matches(Map<String, String> wanted) {
    if (wanted.isEmpty()) {
      return true;
    }
    for (Map.Entry<String, String> entry : wanted.entrySet()) {
      if (!entry.getValue().equals(attributes.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
