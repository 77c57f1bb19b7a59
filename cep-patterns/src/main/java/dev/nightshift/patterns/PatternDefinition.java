package dev.nightshift.patterns;

import dev.nightshift.detect.StableId;
import dev.nightshift.diagnose.SystemEvent;
import java.io.Serializable;
import java.util.List;

/**
 * A pattern as its file says it, checked.
 *
 * @param name lower-case letters, digits and underscores
 * @param withinMillis longest time from the first to the last event of a match
 */
public record PatternDefinition(
    String name, String description, long withinMillis, List<Stage> stages, Conclusion conclusion)
    implements Serializable {

  /**
   * The same for patterns that look for the same: name, stages and time, not what they conclude.
   * Names the pattern's partial matches in state.
   */
  String automaton() {
    return name + '@' + StableId.of("p", Long.toString(withinMillis), stages.toString());
  }

  /** How a stage follows the one before it. */
  public enum Contiguity {
    /** The very next event of the system. */
    NEXT,
    /** The next event that fits, whatever lies between. */
    FOLLOWED_BY,
    /** Any later event that fits, each making a match of its own. */
    FOLLOWED_BY_ANY
  }

  /**
   * One event, or several that fit the same condition.
   *
   * @param after meaningless for the first stage
   * @param where CEL over {@code event} and the names of earlier stages; empty for always
   * @param min least number of events, at least 1
   * @param max most, or 0 for any number
   * @param absent no such event may come (until the next stage, or within the pattern's time)
   */
  public record Stage(
      String name,
      SystemEvent.Kind kind,
      Contiguity after,
      String where,
      boolean optional,
      int min,
      int max,
      boolean absent)
      implements Serializable {}

  /**
   * What a match means.
   *
   * @param stage whose last event names the blamed entity
   * @param weight in log-odds
   */
  public record Conclusion(String stage, String faultType, double weight, String text)
      implements Serializable {}
}
