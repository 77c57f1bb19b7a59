package dev.nightshift.patterns;

import dev.nightshift.config.Condition;
import dev.nightshift.config.ConfigException;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.patterns.PatternDefinition.Conclusion;
import dev.nightshift.patterns.PatternDefinition.Contiguity;
import dev.nightshift.patterns.PatternDefinition.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads one pattern file and checks all that can be checked before events come. */
final class PatternReader {

  private static final String NAME = "[a-z][a-z0-9_]*";
  private static final int MAX_TIMES = 1000;

  private PatternReader() {}

  /**
   * Reads a pattern.
   *
   * @throws ConfigException with file, line and what was expected
   */
  static PatternDefinition read(String file, String yaml) {
    ConfigNode root =
        ConfigNode.parse(file, yaml).allow("name", "description", "within", "stages", "concludes");
    String name = name(root.get("name"));
    Duration within = root.get("within").duration();
    if (within.isZero() || within.compareTo(Duration.ofDays(1)) > 0) {
      throw root.get("within").error("expected a time up to 1d");
    }
    List<Stage> stages = new ArrayList<>();
    List<String> earlier = new ArrayList<>();
    List<ConfigNode> nodes = root.get("stages").elements();
    for (ConfigNode node : nodes) {
      Stage stage = stage(node, earlier, stages.isEmpty());
      stages.add(stage);
      earlier.add(stage.name());
    }
    checkOrder(root.get("stages"), stages);
    return new PatternDefinition(
        name,
        root.text("description"),
        within.toMillis(),
        stages,
        conclusion(root.get("concludes"), stages));
  }

  private static Stage stage(ConfigNode node, List<String> earlier, boolean first) {
    node.allow("stage", "kind", "after", "where", "optional", "absent", "times", "one_or_more");
    String name = name(node.get("stage"));
    if (name.equals("event") || earlier.contains(name)) {
      throw node.get("stage").error("the name '" + name + "' is taken");
    }
    SystemEvent.Kind kind = node.get("kind").choice(SystemEvent.Kind.class);
    if (kind != SystemEvent.Kind.ANOMALY && kind != SystemEvent.Kind.CHANGE) {
      throw node.get("kind").error("expected anomaly or change");
    }
    if (first && node.has("after")) {
      throw node.get("after").error("the first stage follows nothing");
    }
    String where = node.text("where", "");
    if (!where.isEmpty()) {
      compile(node.get("where"), where, earlier);
    }
    boolean more = node.flag("one_or_more", false);
    int times = (int) node.integer("times", 1, 1, MAX_TIMES);
    boolean absent = node.flag("absent", false);
    boolean optional = node.flag("optional", false);
    if (absent && (first || optional || more || times > 1)) {
      throw node.error("an absent stage cannot be first, optional or repeated");
    }
    return new Stage(
        name,
        kind,
        node.choice("after", Contiguity.class, Contiguity.FOLLOWED_BY),
        where,
        optional,
        times,
        more ? 0 : times,
        absent);
  }

  private static void compile(ConfigNode node, String where, List<String> earlier) {
    List<String> variables = new ArrayList<>(earlier);
    variables.add("event");
    try {
      Condition.compile(where, variables, EventFunctions.ALL);
    } catch (IllegalArgumentException e) {
      throw node.error(e.getMessage());
    }
  }

  /** What Flink CEP would refuse later, said in the words of the file. */
  private static void checkOrder(ConfigNode node, List<Stage> stages) {
    if (stages.isEmpty() || stages.stream().allMatch(stage -> stage.optional() || stage.absent())) {
      throw node.error("expected at least one stage that has to come");
    }
    for (int i = 1; i < stages.size(); i++) {
      Stage before = stages.get(i - 1);
      if (stages.get(i).absent() && (before.optional() || before.absent())) {
        throw node.error(
            "'" + stages.get(i).name() + "' is absent after a stage that may itself be missing");
      }
      if (before.absent() && stages.get(i).optional()) {
        throw node.error("an optional stage cannot follow the absent '" + before.name() + "'");
      }
      if (before.absent() && stages.get(i).after() == Contiguity.NEXT) {
        throw node.error("'next' cannot follow the absent '" + before.name() + "'");
      }
      if (stages.get(i).absent() && stages.get(i).after() == Contiguity.FOLLOWED_BY_ANY) {
        throw node.error("an absent stage is next or followed_by");
      }
    }
  }

  private static Conclusion conclusion(ConfigNode node, List<Stage> stages) {
    node.allow("entity", "fault_type", "weight", "text");
    String entity = node.text("entity");
    boolean known =
        stages.stream().anyMatch(s -> s.name().equals(entity) && !s.absent() && !s.optional());
    if (!known) {
      throw node.get("entity").error("expected a stage that has to come, found '" + entity + "'");
    }
    return new Conclusion(
        entity, name(node.get("fault_type")), node.number("weight", 1.0, -5, 5), node.text("text"));
  }

  private static String name(ConfigNode node) {
    String name = node.text();
    if (!name.matches(NAME)) {
      throw node.error("expected lower-case letters, digits and underscores, found '" + name + "'");
    }
    return name;
  }
}
