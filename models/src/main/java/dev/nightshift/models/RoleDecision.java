package dev.nightshift.models;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.learn.ChallengerComparison;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.learn.PromotionRule.Mode;
import java.util.List;

/**
 * Hands out the roles of one model name. What counts, in this order: the pin, a new champion file,
 * the rule of the job.
 *
 * <pre>
 *   challenger --- passes ---> champion on probation, beside the former --- passes ---> champion
 *       |                          |
 *       +- fails -> retired        +- fails -> retired, and the former comes back
 * </pre>
 *
 * A person's order is not put on probation: it is not undone by a rule, only by a failure.
 */
final class RoleDecision {

  private final ModelLine line;
  private final PromotionRule rule;
  private final List<RoleChange> changes;

  RoleDecision(ModelLine line, PromotionRule rule, List<RoleChange> changes) {
    this.line = line;
    this.rule = rule;
    this.changes = changes;
  }

  /**
   * Brings roles in line with what is in the store and what is valid.
   *
   * @param loss why a champion that is not valid any more is not
   */
  void decide(String loss) {
    if (!line.challenger.isEmpty() && !isValid(line.challenger)) {
      endChallenge(loss);
    }
    if (!line.former.isEmpty() && !isValid(line.former)) {
      endProbation(loss);
    }
    boolean headless = !isValid(line.champion);
    if (isValid(line.pinned)) {
      line.obeyed = line.order;
      order(line.pinned, "it is pinned", headless);
      return;
    }
    if (isOrdered(headless)) {
      line.obeyed = line.order;
      line.retired.remove(line.order);
      order(line.order, "the champion file names it", headless);
    } else if (headless) {
      String why = line.champion.isEmpty() ? "the first of its name" : loss;
      String heir = heir();
      line.former = "";
      crown(heir, why, false);
      if (!heir.isEmpty() && why.equals(loss)) {
        write(heir);
      }
    } else if (rule.mode() == Mode.IMMEDIATE && line.order.isEmpty()) {
      crown(line.newest(), "the newest valid version", true);
    }
    if (rule.mode() == Mode.GUARDED && !line.champion.isEmpty() && line.former.isEmpty()) {
      challenge();
    }
  }

  /** Judges a comparison, if it is one of those that now hold a role. */
  void hear(ChallengerComparison comparison) {
    if (!comparison.champion.equals(id(line.champion))) {
      return;
    }
    if (!line.former.isEmpty() && comparison.challenger.equals(id(line.former))) {
      hearProbation(comparison);
    } else if (!line.challenger.isEmpty() && comparison.challenger.equals(id(line.challenger))) {
      hearChallenge(comparison);
    }
  }

  private void hearChallenge(ChallengerComparison comparison) {
    switch (rule.judge(comparison)) {
      case PASS -> {
        String winner = line.challenger;
        line.challenger = "";
        crown(winner, comparison.toString(), true);
        write(winner);
      }
      case FAIL -> {
        line.retire(line.challenger);
        endChallenge(comparison.toString());
      }
      case WAIT -> {}
    }
  }

  private void hearProbation(ChallengerComparison comparison) {
    switch (rule.judgeProbation(comparison)) {
      case PASS -> endProbation("its successor passed probation: " + comparison);
      case FAIL -> {
        String heir = line.former;
        line.former = "";
        line.retire(line.champion);
        crown(heir, "the newer failed on probation: " + comparison, false);
        write(heir);
      }
      case WAIT -> {}
    }
  }

  private boolean isValid(String version) {
    return line.valid.contains(version);
  }

  private boolean isOrdered(boolean headless) {
    boolean fresh = !line.order.equals(line.obeyed);
    boolean standing = rule.mode() != Mode.GUARDED && !line.retired.contains(line.order);
    return isValid(line.order) && (fresh || headless || standing);
  }

  private void order(String version, String why, boolean headless) {
    boolean overruled = !headless && !version.equals(line.champion);
    if (overruled || line.champion.equals(version)) {
      line.unwritten = "";
    }
    if (overruled && !line.former.isEmpty() && !line.former.equals(version)) {
      endProbation(why);
    }
    if (overruled) {
      line.former = "";
    }
    crown(version, why, false);
    if (overruled || version.equals(line.pinned)) {
      passOver(why);
    }
  }

  /** Who takes over from a champion that is gone or failed. */
  private String heir() {
    if (isValid(line.former)) {
      return line.former;
    }
    if (isValid(line.previous)) {
      return line.previous;
    }
    if (rule.mode() == Mode.MANUAL) {
      return "";
    }
    // Anything that is valid is better than nothing.
    String newest = line.newest();
    return newest.isEmpty() ? line.valid.stream().max(String::compareTo).orElse("") : newest;
  }

  private void challenge() {
    String candidate = line.candidate();
    if (!candidate.isEmpty() && !candidate.equals(line.challenger)) {
      if (!line.challenger.isEmpty()) {
        endChallenge("a newer version takes its place");
      }
      line.challenger = candidate;
      change(candidate, ModelEvent.LOADED, RoleChange.CHALLENGER, "newer version");
    }
  }

  /** What was there when a person chose another version does not challenge that choice. */
  private void passOver(String why) {
    for (String version : line.valid) {
      if (version.compareTo(line.champion) > 0) {
        line.retire(version);
      }
    }
    if (!line.challenger.isEmpty()) {
      endChallenge(why);
    }
    if (!line.former.isEmpty()) {
      endProbation(why);
    }
  }

  private void crown(String version, String why, boolean onProbation) {
    String before = line.champion;
    if (version.equals(before)) {
      return;
    }
    if (version.equals(line.challenger)) {
      line.challenger = "";
    }
    line.champion = version;
    line.previous = before;
    boolean watched = onProbation && rule.probation() > 0 && isValid(before);
    // A champion that was on probation itself proves nothing: the one before it goes on.
    boolean takesWatch = watched && line.former.isEmpty();
    if (takesWatch) {
      line.former = before;
    } else if (!before.isEmpty()) {
      change(before, ModelEvent.RETIRED, "", why);
    }
    if (!version.isEmpty()) {
      ModelEvent event =
          before.isEmpty()
              ? ModelEvent.LOADED
              : version.compareTo(before) > 0 ? ModelEvent.PROMOTED : ModelEvent.ROLLED_BACK;
      change(version, event, RoleChange.CHAMPION, why);
    }
    if (takesWatch) {
      String watch = "goes on beside its successor until that has passed probation";
      change(before, ModelEvent.LOADED, RoleChange.CHALLENGER, watch);
    }
  }

  /**
   * The champion file has to name what the rule decided, or a job that starts without state would
   * begin before it. Where the newest version counts without a file, there shall be none.
   */
  private void write(String version) {
    if (rule.mode() == Mode.GUARDED) {
      line.unwritten = version;
    }
  }

  private void endChallenge(String why) {
    change(line.challenger, ModelEvent.RETIRED, "", why);
    line.challenger = "";
  }

  private void endProbation(String why) {
    change(line.former, ModelEvent.RETIRED, "", why);
    line.former = "";
  }

  private void change(String version, ModelEvent event, String role, String why) {
    changes.add(new RoleChange(line.name, version, event, role, why));
  }

  private String id(String version) {
    return line.name + "@" + version;
  }
}
