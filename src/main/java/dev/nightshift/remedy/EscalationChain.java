package dev.nightshift.remedy;

import dev.nightshift.config.ConfigNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is called when a person is needed, and who next while nobody acknowledges.
 *
 * @param levels in the order of their time; empty calls nobody
 * @param repeatMillis the last level is called again after each of these; 0 for once
 */
public record EscalationChain(List<Level> levels, long repeatMillis) {

  /** Calls of one escalation at most: after that nobody is left who would listen. */
  public static final int MAX_CALLS = 50;

  public static final EscalationChain NONE = new EscalationChain(List.of(), 0);

  /**
   * One level.
   *
   * @param afterMillis wall clock since the person was first needed
   * @param channels names that the notifier knows
   */
  public record Level(long afterMillis, List<String> channels) {
    public Level {
      channels = List.copyOf(channels);
    }
  }

  public EscalationChain {
    levels = List.copyOf(levels);
  }

  /**
   * Reads an {@code escalation} block, for example
   *
   * <pre>{@code
   * levels:
   *   - {notify: [oncall], after: 0s}
   *   - {notify: [lead, chat], after: 15m}
   * repeat: 1h
   * }</pre>
   */
  static EscalationChain read(ConfigNode node) {
    node.allow("levels", "repeat");
    List<Level> levels = new ArrayList<>();
    for (ConfigNode entry : node.get("levels").elements()) {
      long before = levels.isEmpty() ? -1 : levels.get(levels.size() - 1).afterMillis();
      levels.add(entry.attempt(new Level(before + 1, List.of()), each -> level(each, before)));
    }
    if (levels.isEmpty() || levels.size() > MAX_CALLS) {
      throw node.get("levels").error("expected 1 to " + MAX_CALLS + " levels");
    }
    Duration repeat = node.duration("repeat", Duration.ZERO);
    if (node.has("repeat") && repeat.compareTo(Duration.ofMinutes(1)) < 0) {
      throw node.get("repeat").error("expected at least 1m");
    }
    return new EscalationChain(levels, repeat.toMillis());
  }

  private static Level level(ConfigNode node, long before) {
    node.allow("notify", "after");
    List<String> channels = node.texts("notify");
    if (channels.isEmpty()) {
      throw node.error("expected at least one channel under 'notify'");
    }
    long after = node.get("after").duration().toMillis();
    if (after <= before) {
      throw node.get("after").error("expected later than the level before it");
    }
    return new Level(after, channels);
  }

  /**
   * When a call is due.
   *
   * @param call number of the call, from 1
   * @return milliseconds since the person was first needed; -1 if there is no such call
   */
  public long dueAfter(int call) {
    if (call < 1 || call > MAX_CALLS || levels.isEmpty()) {
      return -1;
    }
    if (call <= levels.size()) {
      return levels.get(call - 1).afterMillis();
    }
    long last = levels.get(levels.size() - 1).afterMillis();
    return repeatMillis == 0 ? -1 : last + repeatMillis * (call - levels.size());
  }

  /** Whom a call reaches; the calls after the last level reach it again. */
  public List<String> channels(int call) {
    return levels.get(Math.min(call, levels.size()) - 1).channels();
  }
}
