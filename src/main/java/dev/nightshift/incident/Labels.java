package dev.nightshift.incident;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import java.util.List;
import java.util.Set;

/** What people say about what the system saw. */
final class Labels {

  private static final Set<String> KNOWN =
      Set.of("true_positive", "false_alarm", "missed", "right_cause", "wrong_cause");

  /** A false alarm that no detector raised. */
  private static final String FALSE_PREDICTION = "false_prediction";

  private static final double LESS_TOUCHY = 1.25;
  private static final double MORE_TOUCHY = 0.85;

  /** How far back a label on an entity reaches that has no incident. */
  private static final long ENTITY_SPAN_MILLIS = 600_000;

  private final Turn turn;
  private final Openings openings;

  Labels(Turn turn) {
    this.turn = turn;
    this.openings = new Openings(turn);
  }

  /**
   * Takes a label.
   *
   * @param entry incident that the scope names, or null if it names an entity
   */
  void accept(IncidentEntry entry, ControlMessage message) {
    String label = message.getLabel();
    if (!KNOWN.contains(label)) {
      turn.ignore("there is no label '" + label + "'");
      return;
    }
    if (entry == null) {
      label(message, label, message.getScope(), "", turn.eventTime - ENTITY_SPAN_MILLIS);
      return;
    }
    Incident incident = entry.incident;
    boolean aboutCause = label.endsWith("_cause") && !incident.getRootCause().isEmpty();
    List<String> entities =
        aboutCause ? List.of(incident.getRootCause()) : List.copyOf(incident.getEntities());
    boolean prediction = label.equals("false_alarm") && Predictions.stillPredicted(entry);
    entities.forEach(
        entity ->
            label(
                message,
                prediction ? FALSE_PREDICTION : label,
                entity,
                incident.getId(),
                incident.getOnset()));
    turn.remark(
        entry,
        AuthorKind.PERSON,
        message.getAuthor(),
        "label " + label + " " + message.getReason());
    boolean over = !Lifecycle.lasts(incident.getState());
    if (label.equals("false_alarm") && !over && !Lifecycle.acts(incident.getState())) {
      new Dispatch(turn).drop(entry, "false alarm");
      turn.move(
          entry, IncidentState.CLOSED, AuthorKind.PERSON, message.getAuthor(), "a false alarm");
      openings.closed(entry);
    }
  }

  private void label(
      ControlMessage message, String label, String entity, String incident, long from) {
    turn.effects
        .labels()
        .add(
            FeedbackLabel.newBuilder()
                .setId(message.getId() + "/" + entity)
                .setEntity(entity)
                .setIncident(incident)
                .setLabel(label)
                .setFrom(from)
                .setTo(turn.eventTime)
                .setAuthor(message.getAuthor())
                .setAt(message.getAt())
                .setCorrection(message.getCorrection())
                .build());
    String reason = label + " by " + message.getAuthor();
    if (label.equals("false_alarm")) {
      turn.effects.thresholds().add(new ThresholdAdjustment(entity, LESS_TOUCHY, reason));
    } else if (label.equals("missed")) {
      turn.effects.thresholds().add(new ThresholdAdjustment(entity, MORE_TOUCHY, reason));
    }
  }
}
