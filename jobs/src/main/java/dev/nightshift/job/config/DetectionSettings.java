package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;

/**
 * What may be said of detection in a job file; null where the detector's own default holds.
 *
 * @param alarmRate wanted share of normal steps at which an anomaly opens
 * @param minSteps steps above the threshold before an anomaly opens
 * @param quietSteps steps below before it ends
 */
public record DetectionSettings(Double alarmRate, Integer minSteps, Integer quietSteps) {

  static DetectionSettings read(ConfigNode root) {
    ConfigNode node =
        root.has("detection") ? root.get("detection") : JobFile.empty(root, "detection");
    node.allow("alarm_rate", "min_steps", "quiet_steps");
    return new DetectionSettings(
        node.has("alarm_rate") ? node.get("alarm_rate").number(1e-9, 0.1) : null,
        node.has("min_steps") ? (int) node.get("min_steps").integer(1, 31) : null,
        node.has("quiet_steps") ? (int) node.get("quiet_steps").integer(1, 1000) : null);
  }
}
