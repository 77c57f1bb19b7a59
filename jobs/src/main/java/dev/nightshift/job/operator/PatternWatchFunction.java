package dev.nightshift.job.operator;

import dev.nightshift.contract.DeadLetter;
import dev.nightshift.job.pattern.PatternFiles;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.patterns.PatternLibrary.Source;
import dev.nightshift.patterns.PatternRoster;
import dev.nightshift.patterns.PatternRoster.Refusal;
import dev.nightshift.patterns.PatternSet;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the pattern files at every tick and tells all patterns in force when they have changed.
 * One task does it for all, so that every other task hears the same things in the same order. A
 * faulty file becomes a dead letter with its text and the reason; the last good text stays in
 * force.
 */
public final class PatternWatchFunction extends ProcessFunction<Long, PatternSet>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PatternWatchFunction.class);

  /** {@link DeadLetter} reason of a pattern file that was refused. */
  public static final String REFUSED = "pattern_refused";

  private final List<URI> locations;
  private final List<Source> initial;
  private transient PatternRoster roster;
  private transient ListState<Source> state;
  private transient Counter refused;
  private transient Counter failures;
  private transient Set<URI> failing;
  private transient Clock clock;

  /**
   * @param initial what the job was started with, checked
   */
  public PatternWatchFunction(List<URI> locations, List<Source> initial) {
    this.locations = new ArrayList<>(locations);
    this.initial = new ArrayList<>(initial);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("files-in-force", Source.class));
    List<Source> inForce = initial;
    if (context.isRestored()) {
      inForce = new ArrayList<>();
      state.get().forEach(inForce::add);
    }
    roster = new PatternRoster(inForce);
  }

  @Override
  public void open(OpenContext context) {
    refused = getRuntimeContext().getMetricGroup().counter("patterns_refused");
    failures = getRuntimeContext().getMetricGroup().counter("pattern_store_failures");
    failing = new HashSet<>();
    clock = Clock.systemUTC();
  }

  @Override
  public void processElement(Long tick, Context context, Collector<PatternSet> out) {
    Set<URI> failed = new HashSet<>();
    PatternRoster.Look look =
        PatternFiles.look(
            locations,
            (location, reason) -> {
              failed.add(location);
              complain(location, reason);
            });
    failing.retainAll(failed);
    if (roster.refresh(look, refusal -> refuse(refusal, context))) {
      List<Source> files = roster.inForce();
      LOG.info("{} pattern files are in force now", files.size());
      out.collect(new PatternSet(files));
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(roster.inForce());
  }

  /** The patterns in force stay; the next tick looks again. */
  private void complain(URI location, IOException reason) {
    failures.inc();
    if (failing.add(location)) {
      LOG.warn("The patterns in {} cannot be read: {}", location, reason.toString());
    }
  }

  private void refuse(Refusal refusal, Context context) {
    refused.inc();
    LOG.warn("Pattern refused: {}", refusal.reason());
    context.output(
        Outputs.DEAD_LETTERS,
        new DeadLetter(
            refusal.file().name(),
            REFUSED,
            refusal.reason(),
            clock.millis(),
            ByteBuffer.wrap(refusal.file().yaml().getBytes(StandardCharsets.UTF_8))));
  }
}
