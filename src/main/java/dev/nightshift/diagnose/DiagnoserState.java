package dev.nightshift.diagnose;

import dev.nightshift.telemetry.ChangeEvent;
import java.util.ArrayList;
import java.util.List;

/** What a {@link Diagnoser} remembers of one system. A POJO, bounded; empty when new. */
public final class DiagnoserState {

  public GraphState graph = new GraphState();
  public PriorState prior = new PriorState();
  public OutcomeState outcomes = new OutcomeState();
  public List<ProblemState> problems = new ArrayList<>();
  public List<ChangeEvent> changes = new ArrayList<>();

  /** Events that wait for the watermark. */
  public List<SystemEvent> pending = new ArrayList<>();

  /** Time up to which events were taken in. */
  public long advancedTo = Long.MIN_VALUE;

  /** Events that found no room. */
  public long dropped;

  static final int MAX_CHANGES = 200;
  static final int MAX_PENDING = 20_000;
}
