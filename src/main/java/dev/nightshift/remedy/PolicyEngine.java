package dev.nightshift.remedy;

import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides what may be done about a diagnosis. Pure: the same question, ledger and preference give
 * the same decision.
 *
 * <p>The first rule that fits governs. Its actions that were not tried yet are put in order by the
 * preference. The first one decides, unless a limit forbids it for good: an alternative is for when
 * the preferred action failed or is forbidden, not for when it has to wait.
 */
public final class PolicyEngine {

  private final PolicySet policies;

  public PolicyEngine(PolicySet policies) {
    this.policies = policies;
  }

  public PolicySet policies() {
    return policies;
  }

  public Decision decide(PolicyQuestion question, LimitLedger ledger, ActionPreference preference) {
    List<String> reasons = new ArrayList<>();
    PolicyRule rule = governing(question, reasons);
    if (rule == null) {
      reasons.add(
          "no rule of policy "
              + policies.version()
              + " answers "
              + question.faultType()
              + " of "
              + question.target());
      return decision(Verdict.WAIT, null, null, question, reasons, List.of());
    }
    reasons.add("rule '" + rule.name() + "' governs");
    List<String> left =
        rule.actions().stream().filter(action -> !question.tried().contains(action)).toList();
    if (left.isEmpty()) {
      reasons.add("all its actions were tried: " + String.join(", ", rule.actions()));
      return decision(Verdict.NOTHING, rule, null, question, reasons, List.of());
    }
    return choose(question, ledger, rule, preference.order(left), reasons);
  }

  private Decision choose(
      PolicyQuestion question,
      LimitLedger ledger,
      PolicyRule rule,
      ActionPreference.Order order,
      List<String> reasons) {
    SafetyLimits limits = policies.limitsOf(Entity.parse(question.target()).system());
    List<LimitBreach> stopped = new ArrayList<>();
    for (String name : order.actions()) {
      ActionSpec action = policies.actions().get(name);
      List<LimitBreach> breaches = breaches(question, ledger, limits, rule, action);
      breaches.forEach(breach -> reasons.add(name + ": " + breach.text()));
      stopped.addAll(breaches);
      boolean forbidden =
          breaches.stream().anyMatch(b -> !b.limit().passing() && b.limit() != Limit.APPROVAL);
      if (forbidden) {
        continue;
      }
      if (breaches.stream().anyMatch(breach -> breach.limit().passing())) {
        return decision(Verdict.WAIT, rule, action, question, reasons, stopped);
      }
      reasons.add(name + " chosen: " + order.reason());
      return decision(verdict(question, rule, breaches), rule, action, question, reasons, stopped);
    }
    return decision(Verdict.NOTHING, rule, null, question, reasons, stopped);
  }

  private Verdict verdict(PolicyQuestion question, PolicyRule rule, List<LimitBreach> breaches) {
    return switch (mode(rule, question)) {
      case OBSERVE -> Verdict.SAY;
      case APPROVE -> Verdict.ASK;
      case AUTO -> breaches.isEmpty() ? Verdict.ACT : Verdict.ASK;
    };
  }

  private static List<LimitBreach> breaches(
      PolicyQuestion question,
      LimitLedger ledger,
      SafetyLimits limits,
      PolicyRule rule,
      ActionSpec action) {
    List<LimitBreach> breaches =
        new ArrayList<>(
            ledger.check(
                limits,
                new ActionProposal(
                    question.incident(),
                    action.name(),
                    question.target(),
                    action.risk(),
                    question.confidence(),
                    false,
                    "",
                    question.personAt(),
                    TargetHealth.UNKNOWN),
                question.eventTime()));
    if (question.confidence() < rule.minConfidence()) {
      breaches.add(
          new LimitBreach(
              Limit.MIN_CONFIDENCE,
              String.format(
                  Locale.ROOT,
                  "confidence %.2f is below the %.2f of rule '%s'",
                  question.confidence(),
                  rule.minConfidence(),
                  rule.name()),
              0));
    }
    return breaches;
  }

  private PolicyRule governing(PolicyQuestion question, List<String> reasons) {
    Entity entity = Entity.parse(question.target());
    for (PolicyRule rule : policies.rules()) {
      if (!rule.selector().matches(entity)
          || !(rule.faultTypes().isEmpty() || rule.faultTypes().contains(question.faultType()))) {
        continue;
      }
      if (rule.when() == null) {
        return rule;
      }
      try {
        if (rule.when().test(PolicyVariables.of(question, policies.zone()))) {
          return rule;
        }
        reasons.add("rule '" + rule.name() + "' does not hold: " + rule.when());
      } catch (IllegalStateException e) {
        // One bad rule must not take the others along: it is left out by name.
        reasons.add("rule '" + rule.name() + "' is left out: " + e.getMessage());
      }
    }
    return null;
  }

  private Mode mode(PolicyRule rule, PolicyQuestion question) {
    return rule != null && rule.mode() != null
        ? rule.mode()
        : policies.modeOf(Entity.parse(question.target()).system());
  }

  private Decision decision(
      Verdict verdict,
      PolicyRule rule,
      ActionSpec action,
      PolicyQuestion question,
      List<String> reasons,
      List<LimitBreach> breaches) {
    Verification verification =
        rule == null || rule.verification() == null ? policies.verification() : rule.verification();
    return new Decision(
        verdict, rule, mode(rule, question), action, verification, reasons, breaches);
  }
}
