package dev.nightshift.local.backtest;

import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.contract.Stance;
import dev.nightshift.contract.Transition;
import dev.nightshift.local.backtest.Moment.Kind;
import dev.nightshift.local.cli.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** The moments of an incident in the order of time, from its history and from what was decided. */
final class Storyline {

  private static final int EVIDENCE = 3;

  /** After these the rest of the plan would have its turn. */
  private static final Set<Kind> CHOICES =
      EnumSet.of(Kind.WOULD_DO, Kind.WOULD_ASK, Kind.WOULD_SAY);

  private final BacktestCase told;
  private final long end;
  private final List<Moment> moments = new ArrayList<>();

  private Storyline(BacktestCase told, long end) {
    this.told = told;
    this.end = end;
  }

  /**
   * The moments of one incident.
   *
   * @param end of the recording, event time
   */
  static List<Moment> of(BacktestCase told, long end) {
    return new Storyline(told, end).moments();
  }

  /** Words for what speaks for the cause that was blamed last, the weightiest first. */
  static List<String> evidence(BacktestCase told) {
    if (told.incident().getDiagnosis() == null) {
      return List.of();
    }
    Candidate best = told.incident().getDiagnosis().getCandidates().get(0);
    return best.getEvidence().stream()
        .filter(evidence -> evidence.getStance() == Stance.FOR)
        .sorted(Comparator.comparingDouble(Evidence::getWeight).reversed())
        .limit(EVIDENCE)
        .map(evidence -> Words.clean(evidence.getText()))
        .toList();
  }

  private List<Moment> moments() {
    Incident incident = told.incident();
    incident.getHistory().forEach(this::row);
    told.decisions().forEach(this::decision);
    moments.stream()
        .filter(moment -> CHOICES.contains(moment.kind()))
        .mapToLong(Moment::at)
        .max()
        .ifPresent(this::afterwards);
    if (told.quietAt().isEmpty()
        && incident.getState() != IncidentState.CLOSED
        && !incident.getActiveAnomalies().isEmpty()) {
      add(
          end,
          Kind.LASTS,
          "the recording ends, " + length(end - incident.getOnset()) + " after it began");
    }
    // Stable: what was decided in one moment keeps its order.
    moments.sort(Comparator.comparingLong(Moment::at));
    return List.copyOf(moments);
  }

  private void row(Transition row) {
    if (row.getFrom() == row.getTo()) {
      remark(row);
      return;
    }
    String cause = row.getCause();
    switch (row.getTo()) {
      case OPEN -> {
        if (row.getFrom() == null) {
          add(
              row.getAt(),
              Kind.NOTICED,
              length(row.getAt() - told.incident().getOnset()) + " after it began: " + symptoms());
        } else {
          add(row.getAt(), Kind.CAME_BACK, cause);
        }
      }
      case DIAGNOSED -> add(row.getAt(), Kind.THINKS, cause);
      case PLANNED -> {
        if (told.outcome() == BacktestCase.Outcome.SAID) {
          add(row.getAt(), Kind.WOULD_SAY, "do " + cause);
        }
      }
      case REMEDIATING -> action(row);
      case AWAITING_APPROVAL -> add(row.getAt(), Kind.WOULD_ASK, question(cause));
      case ESCALATED -> add(row.getAt(), Kind.HANDED_OVER, cause);
      case SUPPRESSED -> add(row.getAt(), Kind.SILENCED, cause);
      case RESOLVED, SELF_RECOVERED -> add(row.getAt(), Kind.QUIET, quiet(cause));
      case CLOSED -> {
        if (!told.mergedInto().isEmpty()) {
          add(row.getAt(), Kind.OTHER, cause);
        }
      }
      case VERIFYING, ROLLING_BACK -> {
        // An imagined action is over: nothing that the recording shows.
      }
    }
  }

  private void remark(Transition row) {
    String text = row.getCause();
    if (told.calls().contains(row)) {
      add(row.getAt(), Kind.WOULD_CALL, text.substring(text.indexOf(':') + 2));
    } else {
      add(row.getAt(), text.startsWith("now blamed") ? Kind.THINKS : Kind.OTHER, text);
    }
  }

  /** What was decided against, or could not be decided; what was done stands in the history. */
  private void decision(PolicyDecision decision) {
    for (LimitStop stop : decision.getLimits()) {
      add(
          decision.getAt(),
          Kind.STOPPED,
          stop.getLimit() + ", " + stop.getAction() + ": " + stop.getText());
    }
    if (decision.getVerdict().equals("wait") && decision.getLimits().isEmpty()) {
      add(decision.getAt(), Kind.WAITS, decision.getReason());
    }
  }

  private void action(Transition row) {
    told.wouldDo().stream()
        .filter(action -> action.getRequestedAt() == row.getAt())
        .forEach(action -> add(row.getAt(), Kind.WOULD_DO, words(action)));
  }

  private String words(PlannedAction action) {
    return String.format(
        Locale.ROOT,
        "%s of %s%s (risk %s, rule '%s', confidence %.2f), %s after it began",
        action.getAction(),
        within(action.getTarget()),
        action.getParameters().isEmpty() ? "" : " " + action.getParameters(),
        action.getRisk(),
        action.getPolicy(),
        told.confidences().getOrDefault(action.getKey(), told.incident().getConfidence()),
        length(action.getRequestedAt() - told.incident().getOnset()));
  }

  /** What the recording cannot show: the steps that follow, and what else the rule allows. */
  private void afterwards(long at) {
    told.following().forEach(step -> add(at, Kind.THEN, words(step)));
    if (!told.alternatives().isEmpty()) {
      add(
          at,
          Kind.ELSE,
          String.join(" or ", told.alternatives())
              + ", if it does not help and the limits allow it by then");
    }
  }

  private String words(PlanStep step) {
    StringBuilder words = new StringBuilder();
    words.append(step.getAction()).append(" of ").append(within(step.getTarget()));
    if (!step.getParameters().isEmpty()) {
      words.append(' ').append(new TreeMap<>(step.getParameters()));
    }
    words.append(" (risk ").append(step.getRisk());
    if (!step.getUndoneBy().isEmpty()) {
      words.append(", undone by ").append(step.getUndoneBy());
    }
    words.append(')');
    if (!step.getCondition().isEmpty()) {
      words.append(", where ").append(step.getCondition()).append(" by then");
    }
    List<PlanStep> steps = told.incident().getSteps();
    PlanStep before = steps.get(steps.indexOf(step) - 1);
    if (before.getCanary()) {
      words.append(", after ").append(length(before.getObserveMillis())).append(" of watching");
    }
    return words.toString();
  }

  private String question(String cause) {
    List<PlannedAction> actions = told.incident().getActions();
    return actions.isEmpty()
        ? cause
        : "may "
            + actions.get(actions.size() - 1).getAction()
            + " of "
            + within(actions.get(actions.size() - 1).getTarget())
            + " be done? "
            + cause;
  }

  private String quiet(String cause) {
    long resolved = told.incident().getResolvedAt();
    return told.wouldDo().stream()
        .mapToLong(PlannedAction::getRequestedAt)
        .filter(at -> at <= resolved)
        .max()
        .stream()
        .mapToObj(
            at -> cause + ", " + length(resolved - at) + " after the action would have been done")
        .findFirst()
        .orElse(cause);
  }

  private String symptoms() {
    List<String> services =
        told.incident().getEntities().stream().map(this::within).distinct().toList();
    return services.isEmpty() ? told.incident().getTitle() : String.join(", ", services);
  }

  private String within(String entity) {
    return Words.within(told.incident().getSystem(), entity);
  }

  private static String length(long millis) {
    return Words.length(Duration.ofMillis(millis));
  }

  private void add(long at, Kind kind, String text) {
    moments.add(new Moment(at, kind, Words.clean(text)));
  }
}
