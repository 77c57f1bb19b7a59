package dev.nightshift.incident;

import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.remedy.Decision;
import dev.nightshift.remedy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Keeps in the incident what the policies said and why: the job's own words at the time, not what
 * somebody works out later. Asked again with the same answer, the record stays as it is.
 */
final class Decisions {

  private final Turn turn;

  Decisions(Turn turn) {
    this.turn = turn;
  }

  void keep(IncidentEntry entry, Decision decision) {
    List<LimitStop> limits = new ArrayList<>();
    for (Decision.Stop stop : decision.stops()) {
      limits.add(
          LimitStop.newBuilder()
              .setAction(stop.plan())
              .setLimit(stop.breach().limit().name().toLowerCase(Locale.ROOT))
              .setText(stop.breach().text())
              .setUntil(stop.breach().until())
              .build());
    }
    keep(
        entry,
        start(decision.verdict(), decision.text())
            .setMode(decision.rule() == null ? "" : decision.mode().wire())
            .setRule(decision.policy())
            .setAction(decision.plan() == null ? "" : decision.plan().name())
            .setRules(new ArrayList<>(decision.rules()))
            .setLimits(limits)
            .build());
  }

  /** Something stopped the incident before the rules were asked. */
  void keep(IncidentEntry entry, Verdict verdict, String reason) {
    keep(entry, start(verdict, reason).build());
  }

  private PolicyDecision.Builder start(Verdict verdict, String reason) {
    return PolicyDecision.newBuilder()
        .setSequence(0)
        .setAt(turn.eventTime)
        .setPolicyVersion(turn.policies().id())
        .setVerdict(verdict.name().toLowerCase(Locale.ROOT))
        .setReason(reason);
  }

  private void keep(IncidentEntry entry, PolicyDecision decision) {
    PolicyDecision old = entry.incident.getDecision();
    if (old != null && gist(old).equals(gist(decision))) {
      return;
    }
    decision.setSequence(old == null ? 1 : old.getSequence() + 1);
    entry.incident.setDecision(decision);
    entry.incident.setPolicyVersion(decision.getPolicyVersion());
    turn.touch(entry);
  }

  /** What makes a decision another one: not the seconds that a cool-down still has to run. */
  private static List<String> gist(PolicyDecision decision) {
    List<String> gist =
        new ArrayList<>(
            List.of(
                decision.getPolicyVersion(),
                decision.getVerdict(),
                decision.getMode(),
                decision.getRule(),
                decision.getAction()));
    decision.getLimits().forEach(stop -> gist.add(stop.getAction() + " " + stop.getLimit()));
    if (decision.getRule().isEmpty()) {
      gist.add(decision.getReason());
    }
    return gist;
  }
}
