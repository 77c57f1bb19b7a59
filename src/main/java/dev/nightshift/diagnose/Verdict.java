package dev.nightshift.diagnose;

import dev.nightshift.contract.FeedbackLabel;
import java.util.Optional;

/**
 * What a label says of the diagnosis that it is about.
 *
 * @param count how much it counts: a repair that does not help may be the wrong answer to a right
 *     diagnosis
 * @param byPerson people have the last word
 */
record Verdict(boolean right, double count, boolean byPerson) {

  private static final double UNHELPFUL_COUNT = 0.5;

  /** Empty if it says nothing of the kind. */
  static Optional<Verdict> of(FeedbackLabel label) {
    return switch (label.getLabel()) {
      case "right_cause" -> Optional.of(new Verdict(true, 1, true));
      case "wrong_cause", "false_alarm" -> Optional.of(new Verdict(false, 1, true));
      default ->
          switch (label.getEffect()) {
            case "helped" -> Optional.of(new Verdict(true, 1, false));
            case "no_effect", "harmed" -> Optional.of(new Verdict(false, UNHELPFUL_COUNT, false));
            default -> Optional.empty();
          };
    };
  }
}
