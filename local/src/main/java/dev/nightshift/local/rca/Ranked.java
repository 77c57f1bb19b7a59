package dev.nightshift.local.rca;

import java.util.List;

/**
 * What one way of ranking made of one case.
 *
 * @param estimated whether the onset of the case was told from its telemetry
 * @param items likeliest first
 */
record Ranked(RecordedCase recorded, boolean estimated, List<Item> items) {

  /**
   * One entity in a ranking.
   *
   * @param service name, without its system
   * @param pod empty if unknown
   * @param faultType empty if the ranking does not tell
   * @param region where inside the service; empty likewise
   * @param score the higher the likelier
   * @param confidence 0 to 1; NaN if the ranking has none
   * @param evidence in words and numbers
   */
  record Item(
      String service,
      String pod,
      String faultType,
      String region,
      double score,
      double confidence,
      List<String> evidence) {}

  /**
   * The place of the right service, from 0; behind all that have the same score. {@link
   * Integer#MAX_VALUE} if it is not ranked.
   */
  int place(Labels.Label label) {
    double score = Double.NaN;
    for (Item item : items) {
      if (item.service().equals(label.service())) {
        score = item.score();
        break;
      }
    }
    return Double.isNaN(score) ? Integer.MAX_VALUE : behind(score);
  }

  /** Likewise of the right service, pod and region together. */
  int finePlace(Labels.Label label) {
    for (Item item : items) {
      if (item.service().equals(label.service())) {
        return isRegion(item, label) && item.pod().equals(label.pod())
            ? behind(item.score())
            : Integer.MAX_VALUE;
      }
    }
    return Integer.MAX_VALUE;
  }

  private int behind(double score) {
    return (int) items.stream().filter(item -> item.score() >= score).count() - 1;
  }

  /** A resource is named by what is wrong with it, code by the events between which it broke. */
  private static boolean isRegion(Item item, Labels.Label label) {
    String inner = label.inner();
    if (inner.startsWith("Cpu")) {
      return item.faultType().equals("cpu_saturation");
    }
    if (inner.startsWith("Network")) {
      return item.faultType().equals("network_delay");
    }
    int arrow = item.region().indexOf(" -> ");
    if (arrow < 0) {
      return false;
    }
    return (item.region().substring(0, arrow) + '_' + item.region().substring(arrow + 4))
        .equals(inner);
  }
}
