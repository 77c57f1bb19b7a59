package dev.nightshift.feature.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the sessions of one kind have consisted of. Grows by one session at a time, in bounded
 * memory; a POJO for keyed state. {@link SessionModel} draws the conclusions.
 */
public class SessionProfile {

  /** Different counts of templates. Beyond, the rarest quarter is forgotten. */
  static final int MAX_SHAPES = 4_000;

  public long sessions;

  /** Sessions by their counts, written as {@link #write} does. */
  public Map<String, Long> shapes = new HashMap<>();

  /** Sessions in which a template came as a warning or an error. */
  public Map<String, Long> troubled = new HashMap<>();

  public SessionProfile() {}

  /** Learns from a session that is over. */
  public void learn(SessionCounts session) {
    sessions++;
    shapes.merge(write(session.sorted()), 1L, Long::sum);
    session.troubled.forEach(template -> troubled.merge(template, 1L, Long::sum));
    if (shapes.size() > MAX_SHAPES) {
      forgetRarest(shapes);
    }
    if (troubled.size() > MAX_SHAPES) {
      forgetRarest(troubled);
    }
  }

  private static void forgetRarest(Map<String, Long> counted) {
    List<Map.Entry<String, Long>> entries = new ArrayList<>(counted.entrySet());
    entries.sort(
        Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
    Set<String> keys = counted.keySet();
    entries.subList(0, entries.size() / 4).forEach(entry -> keys.remove(entry.getKey()));
  }

  /** {@code template=count template=count ...}, sorted. */
  static String write(Map<String, Integer> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (template, count) -> text.append(template).append('=').append(count).append(' '));
    return text.toString();
  }

  /** Reads what {@link #write} wrote. */
  static Map<String, Integer> read(String shape) {
    Map<String, Integer> counts = new HashMap<>();
    for (int from = 0; from < shape.length(); ) {
      int end = shape.indexOf(' ', from);
      int equals = shape.lastIndexOf('=', end);
      counts.put(shape.substring(from, equals), Integer.parseInt(shape, equals + 1, end, 10));
      from = end + 1;
    }
    return counts;
  }
}
