package dev.nightshift.patterns;

import dev.nightshift.config.Condition;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.patterns.PatternDefinition.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an event fits a stage. Travels as text and compiles in the task, since a compiled CEL
 * program cannot be serialized.
 *
 * <p>A condition that cannot be answered (it asks for a feature that this event lacks) is not met;
 * the first such case of each task is logged, so that a wrong name is found and no event stops the
 * job.
 */
final class StageCondition extends IterativeCondition<SystemEvent> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(StageCondition.class);

  private final String pattern;
  private final Stage stage;
  private final ArrayList<String> earlier;
  private transient Condition condition;
  private transient boolean complained;

  StageCondition(String pattern, Stage stage, List<String> earlier) {
    this.pattern = pattern;
    this.stage = stage;
    this.earlier = new ArrayList<>(earlier);
  }

  @Override
  public boolean filter(SystemEvent event, Context<SystemEvent> context) throws Exception {
    if (event.kind() != stage.kind() || isOver(event)) {
      return false;
    }
    if (stage.where().isEmpty()) {
      return true;
    }
    Map<String, Object> variables = new HashMap<>();
    variables.put("event", EventView.of(event));
    for (String name : earlier) {
      variables.put(name, newest(name, context));
    }
    try {
      return condition().test(variables);
    } catch (IllegalStateException e) {
      if (!complained) {
        complained = true;
        LOG.warn(
            "pattern {}, stage {}: not met, because {}", pattern, stage.name(), e.getMessage());
      }
      return false;
    }
  }

  /** Only the rise of an anomaly counts: its end is no symptom. */
  private static boolean isOver(SystemEvent event) {
    return event.anomaly() != null && event.anomaly().getPhase() == AnomalyPhase.ENDED;
  }

  /** The newest event of an earlier stage; an empty map if an optional one did not come. */
  private static Map<String, Object> newest(String name, Context<SystemEvent> context)
      throws Exception {
    SystemEvent newest = null;
    for (SystemEvent event : context.getEventsForPattern(name)) {
      newest = event;
    }
    return newest == null ? Map.of() : EventView.of(newest);
  }

  private Condition condition() {
    if (condition == null) {
      List<String> variables = new ArrayList<>(earlier);
      variables.add("event");
      condition = Condition.compile(stage.where(), variables, EventFunctions.ALL);
    }
    return condition;
  }
}
