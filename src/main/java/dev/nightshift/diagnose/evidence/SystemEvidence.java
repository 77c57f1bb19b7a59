package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.GraphState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is remembered of a system as a whole; bounded by {@link SystemRecorder}. A POJO. */
public final class SystemEvidence {

  public GraphState graph = new GraphState();

  /** What was changed, and alarms of other systems; the newest last. */
  public List<Change> changes = new ArrayList<>();

  /** Callees that are known from their callers' view only. */
  public Set<String> remote = new HashSet<>();
}
