package dev.nightshift.training;

import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.training.Series.StepKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Says what each step of a history counts as, from the labels on its entity.
 *
 * <p>{@code true_positive} and {@code missed} mark an anomaly, with a margin of unknown steps
 * around it; {@code false_alarm} marks steps that were normal after all. Of labels that overlap,
 * the one given last wins: a person corrects the verification, and themselves. Steps that raised an
 * alarm on which there is no label stay unknown.
 */
final class Labels {

  private final List<FeedbackLabel> labels;
  private final long marginMillis;

  Labels(Collection<FeedbackLabel> labels, long marginMillis) {
    this.labels = labels.stream().sorted(Comparator.comparingLong(FeedbackLabel::getAt)).toList();
    this.marginMillis = marginMillis;
  }

  /**
   * @param alarms steps that were above the threshold when they were seen
   */
  Series apply(Series series, boolean[] alarms) {
    String entity = series.entity().key();
    List<FeedbackLabel> own =
        labels.stream()
            .filter(label -> label.getEntity().equals(entity) || label.getEntity().isEmpty())
            .toList();
    StepKind[] kinds = new StepKind[series.steps()];
    for (int i = 0; i < kinds.length; i++) {
      StepKind otherwise = alarms[i] ? StepKind.UNKNOWN : series.kinds()[i];
      kinds[i] = kind(own, series.stepEnds()[i], series.stepMillis(), otherwise);
    }
    return series.withKinds(kinds);
  }

  private StepKind kind(List<FeedbackLabel> own, long stepEnd, long step, StepKind otherwise) {
    StepKind kind = otherwise;
    for (FeedbackLabel label : own) {
      // A step belongs to a stretch if any moment of it does.
      boolean inside = stepEnd > label.getFrom() && stepEnd - step <= label.getTo();
      boolean near =
          stepEnd > label.getFrom() - marginMillis
              && stepEnd - step <= label.getTo() + marginMillis;
      switch (label.getLabel()) {
        case "true_positive", "missed" -> {
          if (inside) {
            kind = StepKind.ANOMALY;
          } else if (near && kind != StepKind.ANOMALY) {
            kind = StepKind.UNKNOWN;
          }
        }
        case "false_alarm" -> {
          if (inside) {
            kind = StepKind.FALSE_ALARM;
          }
        }
        default -> {
          // right_cause and wrong_cause judge a diagnosis, not whether something was wrong.
        }
      }
    }
    return kind;
  }
}
