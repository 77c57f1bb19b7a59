package dev.nightshift.remedy;

import dev.nightshift.config.Condition;
import dev.nightshift.contract.RuleVerdict;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides what may be done about a diagnosis. Pure: the same question, ledger and preference give
 * the same decision.
 *
 * <p>The first rule that fits governs. Its actions that were not tried yet are put in order by the
 * preference. The first one decides, unless a limit forbids it for good: an alternative is for when
 * the preferred action failed or is forbidden, not for when it has to wait.
 */
public final class PolicyEngine {

  private static final String NOT_ABOUT = "is not about ";

  /** Rules of which a decision says why they do not govern; a longer list nobody reads. */
  private static final int MAX_ASKED = 50;

  private final PolicySet policies;

  public PolicyEngine(PolicySet policies) {
    this.policies = policies;
  }

  public PolicySet policies() {
    return policies;
  }

  /**
   * Compiles the condition of a plan's step.
   *
   * @throws IllegalArgumentException if it does not compile
   */
  public Condition compile(String condition) {
    return Condition.compile(condition, PolicyVariables.NAMES);
  }

  /**
   * Whether a step's condition holds now.
   *
   * @throws IllegalStateException if it cannot be evaluated
   */
  public boolean holds(Condition condition, PolicyQuestion question) {
    return condition.test(PolicyVariables.of(question, policies.zone()));
  }

  public Decision decide(PolicyQuestion question, LimitLedger ledger, ActionPreference preference) {
    List<String> reasons = new ArrayList<>();
    List<RuleVerdict> asked = new ArrayList<>();
    PolicyRule rule = governing(question, reasons, asked);
    if (rule == null) {
      reasons.add(
          "no rule of policy "
              + policies.version()
              + " answers "
              + question.faultType()
              + " of "
              + question.target());
      return decision(Verdict.WAIT, null, null, question, reasons, List.of(), asked);
    }
    reasons.add("rule '" + rule.name() + "' governs");
    List<String> left =
        rule.actions().stream().filter(action -> !question.tried().contains(action)).toList();
    if (left.isEmpty()) {
      reasons.add("all its actions were tried: " + String.join(", ", rule.actions()));
      return decision(Verdict.NOTHING, rule, null, question, reasons, List.of(), asked);
    }
    return choose(question, ledger, rule, preference.order(left), reasons, asked);
  }

  private Decision choose(
      PolicyQuestion question,
      LimitLedger ledger,
      PolicyRule rule,
      ActionPreference.Order order,
      List<String> reasons,
      List<RuleVerdict> asked) {
    List<Decision.Stop> stopped = new ArrayList<>();
    for (String name : order.actions()) {
      Plan plan = policies.plans().get(name);
      List<LimitBreach> breaches = breaches(question, ledger, rule, plan);
      breaches.forEach(breach -> reasons.add(name + ": " + breach.text()));
      breaches.forEach(breach -> stopped.add(new Decision.Stop(name, breach)));
      boolean forbidden =
          breaches.stream().anyMatch(b -> !b.limit().passing() && b.limit() != Limit.APPROVAL);
      if (forbidden) {
        continue;
      }
      if (breaches.stream().anyMatch(breach -> breach.limit().passing())) {
        return decision(Verdict.WAIT, rule, plan, question, reasons, stopped, asked);
      }
      reasons.add(name + " chosen: " + order.reason());
      Verdict verdict = verdict(question, rule, breaches);
      return decision(verdict, rule, plan, question, reasons, stopped, asked);
    }
    return decision(Verdict.NOTHING, rule, null, question, reasons, stopped, asked);
  }

  private Verdict verdict(PolicyQuestion question, PolicyRule rule, List<LimitBreach> breaches) {
    return switch (mode(rule, question)) {
      case OBSERVE -> Verdict.SAY;
      case APPROVE -> Verdict.ASK;
      case AUTO -> breaches.isEmpty() ? Verdict.ACT : Verdict.ASK;
    };
  }

  /** What stops any step of a plan now: it is not begun if it cannot be carried through. */
  private List<LimitBreach> breaches(
      PolicyQuestion question, LimitLedger ledger, PolicyRule rule, Plan plan) {
    SafetyLimits limits = policies.limitsOf(Entity.parse(question.target()).system());
    Set<LimitBreach> breaches = new LinkedHashSet<>();
    for (PlanStepSpec step : plan.steps()) {
      breaches.addAll(
          ledger.check(
              limits,
              new ActionProposal(
                  question.incident(),
                  step.action().name(),
                  question.target(),
                  step.action().risk(),
                  question.confidence(),
                  false,
                  "",
                  question.personAt(),
                  TargetHealth.UNKNOWN),
              question.eventTime()));
    }
    if (question.confidence() < rule.minConfidence()) {
      breaches.add(
          new LimitBreach(
              Limit.MIN_CONFIDENCE,
              String.format(
                  Locale.ROOT,
                  "confidence %.2f is below the %.2f of rule '%s'",
                  Math.floor(100 * question.confidence()) / 100,
                  rule.minConfidence(),
                  rule.name()),
              0));
    }
    return List.copyOf(breaches);
  }

  private PolicyRule governing(
      PolicyQuestion question, List<String> reasons, List<RuleVerdict> asked) {
    for (PolicyRule rule : policies.rules()) {
      String against = against(rule, question);
      if (asked.size() < MAX_ASKED) {
        asked.add(
            new RuleVerdict(
                rule.name(),
                against.isEmpty(),
                against.isEmpty() ? "all it asks for holds" : against));
      }
      if (against.isEmpty()) {
        return rule;
      }
      if (rule.when() != null && !against.startsWith(NOT_ABOUT)) {
        reasons.add("rule '" + rule.name() + "' " + against);
      }
    }
    return null;
  }

  /** Why a rule does not govern; empty if it does. */
  private String against(PolicyRule rule, PolicyQuestion question) {
    if (!rule.selector().matches(Entity.parse(question.target()))) {
      return NOT_ABOUT + question.target() + ": its selector is " + words(rule.selector());
    }
    if (!rule.faultTypes().isEmpty() && !rule.faultTypes().contains(question.faultType())) {
      return NOT_ABOUT + question.faultType() + ", but " + String.join(", ", rule.faultTypes());
    }
    if (rule.when() == null) {
      return "";
    }
    try {
      return rule.when().test(PolicyVariables.of(question, policies.zone()))
          ? ""
          : "does not hold: " + rule.when();
    } catch (IllegalStateException e) {
      // One bad rule must not take the others along: it is left out by name.
      return "is left out: " + e.getMessage();
    }
  }

  private static String words(EntitySelector selector) {
    return selector.system() + "/" + selector.service() + "/" + selector.instance();
  }

  private Mode mode(PolicyRule rule, PolicyQuestion question) {
    return rule != null && rule.mode() != null
        ? rule.mode()
        : policies.modeOf(Entity.parse(question.target()).system());
  }

  private Decision decision(
      Verdict verdict,
      PolicyRule rule,
      Plan plan,
      PolicyQuestion question,
      List<String> reasons,
      List<Decision.Stop> stops,
      List<RuleVerdict> asked) {
    Verification verification =
        rule == null || rule.verification() == null ? policies.verification() : rule.verification();
    return new Decision(
        verdict, rule, mode(rule, question), plan, verification, reasons, stops, asked);
  }
}
