package dev.nightshift.patterns;

import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.patterns.PatternDefinition.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.pattern.Pattern;

/**
 * Makes a Flink CEP pattern of a definition.
 *
 * <p>Which matches of the same events are said is {@link LivePattern}'s choice.
 */
public final class PatternCompiler {

  private PatternCompiler() {}

  /** Finds what Flink would refuse. */
  static void check(PatternDefinition definition) {
    NFACompiler.compileFactory(compile(definition, AfterMatchSkipStrategy.noSkip()), false);
  }

  static Pattern<SystemEvent, ?> compile(
      PatternDefinition definition, AfterMatchSkipStrategy skip) {
    List<String> earlier = new ArrayList<>();
    Pattern<SystemEvent, SystemEvent> pattern = null;
    for (Stage stage : definition.stages()) {
      pattern = pattern == null ? Pattern.begin(stage.name(), skip) : follow(pattern, stage);
      pattern = pattern.where(new StageCondition(definition.name(), stage, earlier));
      pattern = quantify(pattern, stage);
      if (!stage.absent()) {
        earlier.add(stage.name());
      }
    }
    if (pattern == null) {
      throw new IllegalArgumentException("a pattern has stages");
    }
    return pattern.within(Duration.ofMillis(definition.withinMillis()));
  }

  private static Pattern<SystemEvent, SystemEvent> follow(
      Pattern<SystemEvent, SystemEvent> pattern, Stage stage) {
    if (stage.absent()) {
      return stage.after() == PatternDefinition.Contiguity.NEXT
          ? pattern.notNext(stage.name())
          : pattern.notFollowedBy(stage.name());
    }
    return switch (stage.after()) {
      case NEXT -> pattern.next(stage.name());
      case FOLLOWED_BY -> pattern.followedBy(stage.name());
      case FOLLOWED_BY_ANY -> pattern.followedByAny(stage.name());
    };
  }

  private static Pattern<SystemEvent, SystemEvent> quantify(
      Pattern<SystemEvent, SystemEvent> pattern, Stage stage) {
    Pattern<SystemEvent, SystemEvent> quantified = pattern;
    if (stage.max() == 0) {
      quantified = stage.min() == 1 ? pattern.oneOrMore() : pattern.timesOrMore(stage.min());
    } else if (stage.min() > 1) {
      quantified = pattern.times(stage.min());
    }
    return stage.optional() ? quantified.optional() : quantified;
  }
}
