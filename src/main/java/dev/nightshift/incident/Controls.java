package dev.nightshift.incident;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.IncidentState;

/** Obeys what people say. The messages are verified already. */
final class Controls {

  private final Turn turn;

  Controls(Turn turn) {
    this.turn = turn;
  }

  void accept(ControlMessage message) {
    String system = IncidentId.systemOf(message.getScope());
    if (!system.equals("*") && !system.equals(turn.state.system)) {
      turn.ignore(message.getKind() + " is about " + system + ", not " + turn.state.system);
      return;
    }
    switch (message.getKind()) {
      case HALT -> halt(message);
      case RESUME -> resume(message);
      case SILENCE -> new Silencing(turn).silence(message);
      case UNSILENCE -> new Silencing(turn).unsilence(message);
      case LABEL -> label(message);
      case APPROVE, REJECT, OVERRIDE, ESCALATE, CLOSE, ACKNOWLEDGE -> about(message);
    }
  }

  private void halt(ControlMessage message) {
    if (message.getScope().equals("*")) {
      turn.state.haltedEverywhere = true;
    } else {
      turn.state.haltedHere = true;
    }
    turn.state.haltReason = "halted by " + message.getAuthor() + ": " + message.getReason();
    automation(message, true);
  }

  /** What was stopped for everything is not resumed for one system. */
  private void resume(ControlMessage message) {
    if (message.getScope().equals("*")) {
      turn.state.haltedEverywhere = false;
    } else if (turn.state.haltedEverywhere) {
      turn.ignore("everything is halted: RESUME needs the scope *");
      return;
    }
    turn.state.haltedHere = false;
    turn.state.haltReason = "";
    turn.state.ledger.resume();
    automation(message, false);
    turn.entries().forEach(new Planner(turn)::consider);
  }

  private void automation(ControlMessage message, boolean halted) {
    String scope = message.getScope().equals("*") ? "*" : turn.state.system;
    turn.effects
        .automation()
        .add(
            new AutomationState(
                scope, halted, message.getReason(), message.getAuthor(), message.getAt()));
  }

  private void label(ControlMessage message) {
    IncidentEntry entry = turn.state.byId(message.getScope()).orElse(null);
    if (entry == null && !message.getScope().contains("/")) {
      turn.ignore("LABEL: there is no incident " + message.getScope());
      return;
    }
    new Labels(turn).accept(entry, message);
  }

  private void about(ControlMessage message) {
    IncidentEntry entry = turn.state.byId(message.getScope()).orElse(null);
    if (entry == null || entry.incident.getState() == IncidentState.CLOSED) {
      turn.ignore(message.getKind() + ": there is no open incident " + message.getScope());
      return;
    }
    switch (message.getKind()) {
      case APPROVE -> new Approvals(turn).approve(entry, message);
      case REJECT -> new Approvals(turn).reject(entry, message);
      case OVERRIDE -> new Approvals(turn).override(entry, message);
      case ACKNOWLEDGE -> acknowledge(entry, message);
      case ESCALATE -> end(entry, message, IncidentState.ESCALATED);
      case CLOSE -> end(entry, message, IncidentState.CLOSED);
      case LABEL, SILENCE, UNSILENCE, HALT, RESUME ->
          throw new IllegalArgumentException(message.getKind() + " is not about an incident");
    }
  }

  private void acknowledge(IncidentEntry entry, ControlMessage message) {
    entry.acknowledgedBy = message.getAuthor();
    new Escalations(turn).acknowledged(entry);
    turn.remark(
        entry,
        AuthorKind.PERSON,
        message.getAuthor(),
        "acknowledged: automation keeps off its root cause " + message.getReason());
  }

  private void end(IncidentEntry entry, ControlMessage message, IncidentState to) {
    if (!Lifecycle.allows(entry.incident.getState(), to)) {
      turn.ignore(
          message.getKind() + ": " + message.getScope() + " is " + entry.incident.getState());
      return;
    }
    new Dispatch(turn).drop(entry, message.getKind() + " by " + message.getAuthor());
    turn.move(
        entry,
        to,
        AuthorKind.PERSON,
        message.getAuthor(),
        message.getKind() + ": " + message.getReason());
    if (to == IncidentState.CLOSED) {
      new Openings(turn).closed(entry);
    }
  }
}
