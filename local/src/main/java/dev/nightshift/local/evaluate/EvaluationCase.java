package dev.nightshift.local.evaluate;

import dev.nightshift.training.evaluation.Recording;
import java.util.List;

/**
 * One recording to evaluate on.
 *
 * @param name for people
 * @param training taken for normal
 * @param test to judge, with the same features
 * @param labels whether a step of {@code test} is anomalous; null if unknown
 * @param continues whether {@code test} goes on where {@code training} ends; if not, it begins with
 *     the same steps (the protocol of TSB-AD)
 * @param teachers training parts of other series with the same features that a model is made of in
 *     place of this one's; empty for a model of its own
 */
record EvaluationCase(
    String name,
    Recording training,
    Recording test,
    boolean[] labels,
    boolean continues,
    List<Recording> teachers) {

  EvaluationCase(
      String name, Recording training, Recording test, boolean[] labels, boolean continues) {
    this(name, training, test, labels, continues, List.of());
  }

  EvaluationCase taughtBy(List<Recording> others) {
    return new EvaluationCase(name, training, test, labels, continues, List.copyOf(others));
  }
}
