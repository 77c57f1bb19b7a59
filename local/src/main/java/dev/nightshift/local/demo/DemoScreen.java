package dev.nightshift.local.demo;

import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.Stance;
import dev.nightshift.contract.Transition;
import dev.nightshift.local.shop.fault.ActionRecord;
import dev.nightshift.local.shop.fault.FaultRecord;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.telemetry.Entity;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * The story of a demo as it happens: what broke (told by the simulation), what was thought and done
 * (told by the job). Times are the shop's.
 */
final class DemoScreen implements DemoView, ShopListener {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final int REASONS = 3;

  private final PrintWriter out;
  private final Ansi ansi;
  private final Map<String, Integer> toldTransitions = new HashMap<>();
  private final Map<String, Integer> toldDiagnoses = new HashMap<>();

  DemoScreen(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  @Override
  public void faultStarted(FaultRecord fault) {
    say(
        fault.startedAt(),
        "@|bold,red ✖ broken|@    %s of @|bold %s|@"
            .formatted(words(fault.kind()), service(fault.target())));
  }

  @Override
  public void actionExecuted(ActionRecord action) {
    say(
        action.at(),
        "@|cyan ⚙ shop|@      %s %s: %s"
            .formatted(words(action.action()), service(action.target()), action.detail()));
  }

  @Override
  public void faultRecovered(FaultRecord fault) {
    say(
        fault.recoveredAt(),
        "@|bold,green ✔ healthy|@   %s of @|bold %s|@ is over after %.0f s (%s)%n"
            .formatted(
                words(fault.kind()),
                service(fault.target()),
                fault.secondsToRecover(),
                fault.healedByAction() ? "healed by Nightshift" : "the person on call did it"));
  }

  /** Tells what is new in an incident. */
  @Override
  public synchronized void incident(Incident incident) {
    int told = toldTransitions.getOrDefault(incident.getId(), 0);
    for (Transition transition : incident.getHistory()) {
      if (transition.getSequence() >= told) {
        transition(incident, transition);
      }
    }
    toldTransitions.put(incident.getId(), incident.getHistory().size());
  }

  private void transition(Incident incident, Transition transition) {
    IncidentState to = transition.getTo();
    switch (to) {
      case OPEN -> say(transition.getAt(), "@|yellow ◉ noticed|@   " + escape(incident.getTitle()));
      case DIAGNOSED -> diagnosis(incident, transition);
      case REMEDIATING ->
          lastAction(incident)
              .ifPresent(
                  action ->
                      say(
                          transition.getAt(),
                          "@|magenta ▶ doing|@     %s on @|bold %s|@  @|faint %s|@"
                              .formatted(
                                  words(action.getAction()),
                                  service(action.getTarget()),
                                  escape(action.getReason()))));
      case RESOLVED ->
          say(
              transition.getAt(),
              "@|green ☑ verified|@  %s".formatted(escape(transition.getCause())));
      case ESCALATED, SELF_RECOVERED, AWAITING_APPROVAL, ROLLING_BACK, SUPPRESSED ->
          say(
              transition.getAt(),
              "@|yellow ● %s|@  %s"
                  .formatted(
                      words(to.name().toLowerCase(Locale.ROOT)), escape(transition.getCause())));
      case PLANNED, VERIFYING, CLOSED -> {
        // Steps between those that are told.
      }
    }
  }

  private void diagnosis(Incident incident, Transition transition) {
    if (incident.getDiagnosis() == null || incident.getDiagnosis().getCandidates().isEmpty()) {
      return;
    }
    int revision = incident.getDiagnosis().getRevision();
    if (toldDiagnoses.getOrDefault(incident.getId(), 0) >= revision) {
      return;
    }
    toldDiagnoses.put(incident.getId(), revision);
    Candidate best = incident.getDiagnosis().getCandidates().get(0);
    say(
        transition.getAt(),
        "@|blue ◆ thinks|@    %s of @|bold %s|@, %.0f %%"
            .formatted(
                words(best.getFaultType()), service(best.getEntity()), best.getConfidence() * 100));
    best.getEvidence().stream()
        .filter(evidence -> evidence.getStance() == Stance.FOR)
        .limit(REASONS)
        .map(Evidence::getText)
        .forEach(text -> line("                       @|faint - %s|@".formatted(escape(text))));
  }

  /** Tells of models that come into force or are refused. */
  @Override
  public synchronized void model(ModelStatus status) {
    if (status.getEvent() == ModelEvent.PROMOTED || status.getEvent() == ModelEvent.REFUSED) {
      line(
          "          @|bold,cyan ★ model|@     %s@%s %s: %s"
              .formatted(
                  status.getModel(),
                  status.getVersion(),
                  status.getEvent().name().toLowerCase(Locale.ROOT),
                  escape(status.getReason())));
    }
  }

  /** A line without a time. */
  @Override
  public synchronized void line(String text) {
    out.println(ansi.string(text));
    out.flush();
  }

  /** The story tells by itself how far the night has come. */
  @Override
  public void progress(Iterable<Night> nights) {}

  private void say(long at, String text) {
    line("@|faint %s|@  %s".formatted(CLOCK.format(Instant.ofEpochMilli(at)), text));
  }

  private static Optional<PlannedAction> lastAction(Incident incident) {
    int count = incident.getActions().size();
    return count == 0 ? Optional.empty() : Optional.of(incident.getActions().get(count - 1));
  }

  private static String service(String entity) {
    return Entity.parse(entity).service();
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }

  /** Picocli's own marks must not be read out of telemetry. */
  private static String escape(String text) {
    return text.replace("@|", "@ |").replace("|@", "| @");
  }
}
