package dev.nightshift.local.rca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.diagnose.evidence.Calibration;
import dev.nightshift.diagnose.evidence.Calibration.Confirmed;
import java.util.ArrayList;
import java.util.List;

/**
 * How far confidences can be trusted.
 *
 * @param given of the confidences that were given; they have seen the recordings that {@link
 *     Calibration#SHIPPED} names, and no others
 * @param heldOut of confidences learned from the other cases of this run alone; null with too few
 * @param specificity in normal operation
 */
record Trust(Reliability given, Reliability heldOut, Specificity specificity) {

  /**
   * @param labels of the cases, in their order; null where there is none
   */
  static Trust of(List<Ranked> cases, List<Labels.Label> labels, List<Ranked> normal) {
    List<Double> confidences = new ArrayList<>();
    List<Boolean> right = new ArrayList<>();
    List<Confirmed> confirmed = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      if (labels.get(i) != null && !cases.get(i).items().isEmpty()) {
        boolean first = cases.get(i).place(labels.get(i)) == 0;
        confidences.add(cases.get(i).items().get(0).confidence());
        right.add(first);
        confirmed.add(new Confirmed(weights(cases.get(i)), first, 1));
      }
    }
    List<Confirmed> nothing =
        normal.stream()
            .map(ranked -> new Confirmed(weights(ranked), false, Calibration.NORMAL_COUNT))
            .toList();
    return new Trust(
        Reliability.of(confidences, right),
        Reliability.heldOut(confirmed, nothing),
        Specificity.of(normal));
  }

  private static double[] weights(Ranked ranked) {
    return ranked.items().stream().mapToDouble(Ranked.Item::score).toArray();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (given.cases() > 0) {
      lines.add("");
      lines.addAll(given.lines("confidence as given"));
    }
    if (heldOut != null) {
      lines.addAll(heldOut.lines("learned from other cases"));
    }
    if (specificity.times() > 0) {
      lines.add("");
      lines.addAll(specificity.lines());
    }
    return lines;
  }

  void write(ObjectNode root) {
    ObjectNode calibration = root.putObject("calibration");
    calibration
        .put("exponent", Calibration.SHIPPED.exponent())
        .put("doubt", Calibration.SHIPPED.doubt());
    if (given.cases() > 0) {
      given.write(calibration.putObject("as_given"));
    }
    if (heldOut != null) {
      heldOut.write(calibration.putObject("held_out"));
    }
    specificity.write(root.putObject("specificity"));
  }
}
