package dev.nightshift.feature.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often each log template occurred in one session: the records that belong to one request, job
 * or block. A POJO for keyed state.
 */
public class SessionCounts {

  /** More templates than any sound session has; what comes beyond is counted only. */
  static final int MAX_TEMPLATES = 256;

  /** By the template's id. */
  public Map<String, Integer> counts = new HashMap<>();

  /** Templates that came as warnings or errors. */
  public Set<String> troubled = new HashSet<>();

  /** Records of templates that found no room. */
  public long dropped;

  public SessionCounts() {}

  /**
   * Takes a record in.
   *
   * @param trouble whether it was a warning or an error
   */
  public void add(String template, boolean trouble) {
    if (!counts.containsKey(template) && counts.size() >= MAX_TEMPLATES) {
      dropped++;
      return;
    }
    counts.merge(template, 1, Integer::sum);
    if (trouble) {
      troubled.add(template);
    }
  }

  /** A copy that is sorted by template. */
  Map<String, Integer> sorted() {
    return new TreeMap<>(counts);
  }
}
