package dev.nightshift.job.operator;

import dev.nightshift.job.model.FlinkModelFiles;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelRoster;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.ModelStore;
import dev.nightshift.models.PromotionRule;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
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
 * Looks at the model store at every tick and announces who takes which role. One task does it for
 * all, so that every other task hears the same things in the same order.
 */
public final class ModelWatchFunction extends ProcessFunction<Long, ModelAnnouncement>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ModelWatchFunction.class);

  private final URI store;
  private final PromotionRule.Mode mode;
  private transient ModelRoster roster;
  private transient ModelCatalog catalog;
  private transient ListState<ModelCatalog> state;
  private transient Counter failures;

  /**
   * @param store null if the job has no models: then there is nothing to announce
   */
  public ModelWatchFunction(URI store, PromotionRule.Mode mode) {
    this.store = store;
    this.mode = mode;
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
      roster =
          new ModelRoster(
              new ModelStore(new FlinkModelFiles(store)),
              PromotionRule.of(mode),
              Clock.systemUTC());
    }
    failures = getRuntimeContext().getMetricGroup().counter("store_failures");
  }

  @Override
  public void processElement(Long tick, Context context, Collector<ModelAnnouncement> out) {
    if (roster == null) {
      return;
    }
    try {
      roster
          .refresh(catalog, status -> context.output(Outputs.MODEL_STATUS, status))
          .forEach(out::collect);
    } catch (IOException e) {
      // The models in force go on scoring; the next tick looks again.
      failures.inc();
      LOG.warn("The model store {} cannot be read: {}", store, e.toString());
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(List.of(catalog));
  }
}
