package dev.nightshift.remedy;

import dev.nightshift.config.ConfigNode;
import java.time.Duration;

/**
 * When a repair counts as having worked.
 *
 * @param clearForMillis how long the symptoms have to stay away, event time
 * @param withinMillis how long they may last after the action, event time
 * @param worseFactor growth of the incident's severity since the action that counts as harm
 */
public record Verification(long clearForMillis, long withinMillis, double worseFactor) {

  public static final Verification DEFAULT =
      new Verification(Duration.ofMinutes(1).toMillis(), Duration.ofMinutes(5).toMillis(), 1.5);

  /** Reads {@code clear_for}, {@code within} and {@code worse}; what is absent comes from base. */
  public static Verification read(ConfigNode node, Verification base) {
    node.allow("clear_for", "within", "worse");
    return new Verification(
        node.duration("clear_for", Duration.ofMillis(base.clearForMillis)).toMillis(),
        node.duration("within", Duration.ofMillis(base.withinMillis)).toMillis(),
        node.number("worse", base.worseFactor, 1, 100));
  }
}
