package dev.nightshift.job.operator;

import dev.nightshift.config.ConfigException;
import dev.nightshift.contract.PolicyEvent;
import dev.nightshift.contract.PolicyStatus;
import dev.nightshift.job.file.TextFiles;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.remedy.PolicyFile;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the policy file at every tick and announces what is new and valid. What is new and wrong
 * is refused with file, line and what was expected; the last good policies stay in force.
 */
public final class PolicyWatchFunction extends ProcessFunction<Long, PolicyUpdate>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatchFunction.class);
  private static final int SHORT_HASH = 8;

  private final String name;
  private final URI file;
  private final String startedWith;
  private transient ListState<String> state;
  private transient String seen;
  private transient String before;
  private transient boolean away;
  private transient Counter refusals;
  private transient Counter failures;

  /**
   * @param file where tasks find it: a location that Flink has a file system for
   * @param startedWith the text that the job was submitted with
   */
  public PolicyWatchFunction(URI file, String startedWith) {
    this.name = TextFiles.name(file);
    this.file = file;
    this.startedWith = PolicyFile.sha256(startedWith);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("policy-seen", Types.STRING));
    seen = startedWith;
    for (String restored : state.get()) {
      seen = restored;
    }
  }

  @Override
  public void open(OpenContext context) {
    refusals = getRuntimeContext().getMetricGroup().counter("policy_refusals");
    failures = getRuntimeContext().getMetricGroup().counter("policy_failures");
  }

  @Override
  public void processElement(Long tick, Context context, Collector<PolicyUpdate> out) {
    String text;
    try {
      text = TextFiles.read(file, PolicyFile.MAX_BYTES);
      away = false;
    } catch (IOException e) {
      failures.inc();
      if (!away) {
        away = true;
        LOG.warn("The policies {} cannot be read, those in force stay: {}", file, e.toString());
      }
      return;
    }
    String hash = PolicyFile.sha256(text);
    // A file that is being written looks like many files: it has to stay the same for one tick.
    if (!hash.equals(seen) && hash.equals(before)) {
      seen = hash;
      judge(text, hash, context, out);
    }
    before = hash;
  }

  private void judge(String text, String hash, Context context, Collector<PolicyUpdate> out) {
    try {
      String version = PolicyFile.parse(name, text).id();
      LOG.info("Policies {} of {} are in force", version, name);
      context.output(Outputs.POLICY_STATUS, status(version, PolicyEvent.IN_FORCE, "", context));
      out.collect(new PolicyUpdate(name, hash, text));
    } catch (ConfigException e) {
      refusals.inc();
      LOG.error("New policies are refused, those in force stay: {}", e.getMessage());
      String version = "@" + hash.substring(0, SHORT_HASH);
      context.output(
          Outputs.POLICY_STATUS, status(version, PolicyEvent.REFUSED, e.getMessage(), context));
    }
  }

  private PolicyStatus status(String version, PolicyEvent event, String reason, Context context) {
    return PolicyStatus.newBuilder()
        .setFile(name)
        .setVersion(version)
        .setEvent(event)
        .setReason(reason)
        .setAt(context.timerService().currentProcessingTime())
        .build();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(List.of(seen));
  }
}
