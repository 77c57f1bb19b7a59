package dev.nightshift.job.operator;

import dev.nightshift.contract.ModelReport;
import dev.nightshift.job.model.FlinkModelFiles;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelRoster;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.ModelStore;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.CoProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the model store at every tick, hears what tasks say of models in use, and announces who
 * takes which role. One task does it for all, so that every other task hears the same things in the
 * same order. What the rule decides it writes into the store: the champion file names the version
 * in force.
 */
public final class ModelWatchFunction
    extends CoProcessFunction<Long, ModelReport, ModelAnnouncement>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ModelWatchFunction.class);

  private static final int MAX_UNHEARD = 1000;

  private final URI store;
  private final PromotionRule rule;
  private transient ModelRoster roster;
  private transient ModelCatalog catalog;
  private transient ListState<ModelCatalog> state;
  private transient Counter failures;

  /** Reports that could not be heard while the store was away; the next tick tells them again. */
  private transient Queue<ModelReport> unheard;

  /**
   * @param store null if the job has no models: then there is nothing to announce
   */
  public ModelWatchFunction(URI store, PromotionRule rule) {
    this.store = store;
    this.rule = rule;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("catalog", ModelCatalog.class));
    catalog = new ModelCatalog();
    for (ModelCatalog restored : state.get()) {
      catalog = restored;
    }
  }

  @Override
  public void open(OpenContext context) throws Exception {
    if (store != null) {
      roster = new ModelRoster(new ModelStore(new FlinkModelFiles(store)), rule, Clock.systemUTC());
    }
    unheard = new ArrayDeque<>();
    failures = getRuntimeContext().getMetricGroup().counter("store_failures");
  }

  @Override
  public void processElement1(Long tick, Context context, Collector<ModelAnnouncement> out) {
    if (roster == null) {
      return;
    }
    try {
      roster
          .refresh(catalog, status -> context.output(Outputs.MODEL_STATUS, status))
          .forEach(out::collect);
      while (!unheard.isEmpty()) {
        hear(unheard.peek(), context, out);
        unheard.remove();
      }
      roster.writeChampions(catalog);
    } catch (IOException e) {
      failed(e);
    }
  }

  @Override
  public void processElement2(
      ModelReport report, Context context, Collector<ModelAnnouncement> out) {
    if (roster == null) {
      return;
    }
    try {
      hear(report, context, out);
      roster.writeChampions(catalog);
    } catch (IOException e) {
      if (unheard.size() < MAX_UNHEARD) {
        // Counts grow: a report of a comparison that is left out comes again. Hearing twice is
        // safe.
        unheard.add(report);
      }
      failed(e);
    }
  }

  private void hear(ModelReport report, Context context, Collector<ModelAnnouncement> out)
      throws IOException {
    roster
        .hear(catalog, report, status -> context.output(Outputs.MODEL_STATUS, status))
        .forEach(out::collect);
  }

  /** The models in force go on scoring; the next tick tries again. */
  private void failed(IOException e) {
    failures.inc();
    LOG.warn("The model store {} cannot be used: {}", store, e.toString());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(List.of(catalog));
  }
}
