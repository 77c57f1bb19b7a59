package dev.nightshift.incident;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.Notification;
import java.util.ArrayList;
import java.util.List;

/**
 * What one input to the incident machine leads to. Each list in the order in which things happened.
 *
 * @param incidents one snapshot of each incident that changed
 * @param requests to publish exactly once
 * @param ignored inputs that led to nothing, with the reason in words
 */
public record Effects(
    List<Incident> incidents,
    List<ActionRequest> requests,
    List<FeedbackLabel> labels,
    List<AutomationState> automation,
    List<Notification> notifications,
    List<ThresholdAdjustment> thresholds,
    List<String> ignored) {

  static Effects none() {
    return new Effects(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }
}
