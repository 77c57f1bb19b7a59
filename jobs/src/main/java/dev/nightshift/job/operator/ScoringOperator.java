package dev.nightshift.job.operator;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.detect.Score;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.model.ActiveModels;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.job.model.ScorerFactory;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.learn.ModelReports;
import dev.nightshift.models.ModelRefusedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Scores windows in micro-batches, one batch per model.
 *
 * <p>A batch is scored when it is full, before every watermark and before every checkpoint barrier.
 * Windows are made by event-time timers, so a watermark follows them at once: batching delays
 * nothing, no window is ever in state, and none is scored twice. Models are swapped between two
 * batches: the last batch of the old one is scored before the new one is loaded, and an old session
 * is closed only when no batch is inside it.
 *
 * <p>Windows that no model can score (their model failed at run time or went away while they were
 * on their way) leave by {@link #UNSCORED} for the streaming detector: an entity is never blind. A
 * challenger's windows that it cannot score are counted only, for the champion scores the same
 * step. A model that fails is reported by {@link Outputs#MODEL_REPORTS}, so that another takes
 * over. Where two models score, both scores leave by {@link Outputs#COMPARED} too.
 */
public final class ScoringOperator extends AbstractStreamOperator<Score>
    implements TwoInputStreamOperator<FeatureWindow, ModelAnnouncement, Score> {

  private static final long serialVersionUID = 1L;

  /** Windows that no model could score. */
  public static final OutputTag<FeatureWindow> UNSCORED =
      new OutputTag<>("unscored") {
        private static final long serialVersionUID = 1L;
      };

  /** Batches of models that are served elsewhere. */
  public static final OutputTag<ServedBatch> SERVED =
      new OutputTag<>("served") {
        private static final long serialVersionUID = 1L;
      };

  /** After so long a model is opened again that could not be read from the store. */
  private static final long RETRY_MILLIS = 30_000;

  private final List<ModelAnnouncement> initial;
  private final ScorerFactory scorers;
  private final int maxBatch;

  private transient BroadcastState<String, ModelAnnouncement> announced;
  private transient ActiveModels models;
  private transient Map<String, ModelLane> lanes;
  private transient Function<String, ModelLane> openLane;
  private transient Set<String> compared;
  private transient Counter scored;
  private transient Counter unscored;

  /**
   * @param initial models in force when the job is started without a checkpoint
   */
  public ScoringOperator(List<ModelAnnouncement> initial, ScorerFactory scorers, int maxBatch) {
    this.initial = List.copyOf(initial);
    this.scorers = scorers;
    this.maxBatch = maxBatch;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    announced = context.getOperatorStateStore().getBroadcastState(ActiveModels.STATE);
    if (!context.isRestored()) {
      for (ModelAnnouncement model : initial) {
        announced.put(model.id(), model);
      }
    }
    models = new ActiveModels(announced.entries());
    compared = models.comparedNames();
    lanes = new HashMap<>();
    openLane = this::open;
  }

  @Override
  public void open() throws Exception {
    super.open();
    scored = getMetricGroup().counter("windows_scored");
    unscored = getMetricGroup().counter("windows_unscored");
  }

  @Override
  public void processElement1(StreamRecord<FeatureWindow> record) {
    FeatureWindow window = record.getValue();
    ModelLane lane =
        window.model().isEmpty() ? null : lanes.computeIfAbsent(window.model(), openLane);
    if (lane != null && lane.isDue(getProcessingTimeService()::getCurrentProcessingTime)) {
      lane = open(window.model());
      lanes.put(window.model(), lane);
    }
    // Between two announcements a window may still have the shape of a model that was replaced.
    if (lane == null || !lane.accepts(window)) {
      emitUnscored(window, record.getTimestamp());
    } else if (lane.batch().add(window, record.getTimestamp())) {
      flush(lane);
    }
  }

  @Override
  public void processElement2(StreamRecord<ModelAnnouncement> record) throws Exception {
    ModelAnnouncement announcement = record.getValue();
    flushAll();
    for (String gone : models.apply(announcement)) {
      announced.remove(gone);
      close(lanes.remove(gone));
    }
    if (announcement.role() != Role.RETIRED) {
      announced.put(announcement.id(), announcement);
      // The role is part of the lane: reopen it. New before old, so that the session stays open.
      close(lanes.put(announcement.id(), open(announcement.id())));
    }
    compared = models.comparedNames();
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    flushAll();
    super.processWatermark1(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flushAll();
  }

  @Override
  public void finish() throws Exception {
    flushAll();
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (lanes != null) {
      lanes.values().forEach(ScoringOperator::close);
      lanes.clear();
    }
    super.close();
  }

  /** Null if the model is not in force; a lane that accepts nothing if it cannot be loaded. */
  private ModelLane open(String id) {
    ModelAnnouncement model = models.byId().get(id);
    if (model == null) {
      return null;
    }
    if (model.isRemote()) {
      status(model, ModelEvent.LOADED, "");
      return ModelLane.served(model, maxBatch);
    }
    try {
      ModelLane lane = ModelLane.of(model, scorers.open(model, maxBatch), maxBatch);
      status(model, ModelEvent.LOADED, "");
      return lane;
    } catch (IOException e) {
      return broken(model, e);
    }
  }

  private ModelLane broken(ModelAnnouncement model, Exception cause) {
    String why = String.valueOf(cause.getMessage());
    LOG.error("Model {} cannot be used and is left out: {}", model.id(), why, cause);
    status(model, ModelEvent.REFUSED, why);
    long now = getProcessingTimeService().getCurrentProcessingTime();
    // A store that cannot be read from here says nothing about the model.
    boolean isAtFault =
        !(cause instanceof IOException) || cause.getCause() instanceof ModelRefusedException;
    if (isAtFault) {
      output.collect(
          Outputs.MODEL_REPORTS,
          new StreamRecord<>(
              ModelReports.failure(model.name(), model.version(), model.hash(), why, now)));
    }
    return ModelLane.broken(model, isAtFault ? Long.MAX_VALUE : now + RETRY_MILLIS);
  }

  private void flushAll() {
    // A copy: a lane whose model fails is replaced while we walk.
    for (ModelLane lane : List.copyOf(lanes.values())) {
      if (lane.isWaiting()) {
        flush(lane);
      }
    }
  }

  private void flush(ModelLane lane) {
    WindowBatch batch = lane.batch();
    if (lane.model().isRemote()) {
      send(lane);
      return;
    }
    try {
      lane.score(System::nanoTime);
    } catch (ScoringException e) {
      for (int row = 0; row < batch.size(); row++) {
        emitUnscored(batch.window(row), batch.timestamp(row));
      }
      close(lane);
      lanes.put(lane.model().id(), broken(lane.model(), e));
      return;
    }
    emitScores(lane);
    batch.clear();
  }

  private void send(ModelLane lane) {
    WindowBatch batch = lane.batch();
    boolean isCompared = compared.contains(lane.model().name());
    ServedBatch request = new ServedBatch(lane.model(), batch.windows(), isCompared);
    output.collect(SERVED, new StreamRecord<>(request, batch.timestamp(batch.size() - 1)));
    batch.clear();
  }

  private void emitScores(ModelLane lane) {
    WindowBatch batch = lane.batch();
    boolean isCompared = compared.contains(lane.model().name());
    for (int row = 0; row < batch.size(); row++) {
      Score score = lane.scoreOf(row);
      if (score == null) {
        emitUnscored(batch.window(row), batch.timestamp(row));
        continue;
      }
      scored.inc();
      output.collect(new StreamRecord<>(score, batch.timestamp(row)));
      if (isCompared) {
        output.collect(Outputs.COMPARED, new StreamRecord<>(score, batch.timestamp(row)));
      }
    }
  }

  private void emitUnscored(FeatureWindow window, long timestamp) {
    unscored.inc();
    if (!window.champion()) {
      return;
    }
    output.collect(UNSCORED, new StreamRecord<>(named(window), timestamp));
  }

  /**
   * The streaming detector needs names; windows for a model carry none, because its manifest has
   * them. By position where the model is not known (any more).
   */
  private FeatureWindow named(FeatureWindow window) {
    if (window.featureNames() != null) {
      return window;
    }
    if (window.newest() != null) {
      return named(window.inOwnUnits());
    }
    ModelAnnouncement model = models.byId().get(window.model());
    int count = window.features();
    boolean known = model != null && model.features().features().size() == count;
    String[] names =
        known
            ? ModelLane.namesOf(model)
            : IntStream.range(0, count).mapToObj(i -> "feature_" + i).toArray(String[]::new);
    return window.named(names);
  }

  private void status(ModelAnnouncement model, ModelEvent event, String reason) {
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() != 0
        && event == ModelEvent.LOADED) {
      return;
    }
    ModelStatus status =
        ModelStatus.newBuilder()
            .setModel(model.name())
            .setVersion(model.version())
            .setEvent(event)
            .setRole(model.role().name().toLowerCase(Locale.ROOT))
            .setReason(reason)
            .setHash(model.hash())
            .setAt(getProcessingTimeService().getCurrentProcessingTime())
            .build();
    output.collect(Outputs.MODEL_STATUS, new StreamRecord<>(status));
  }

  private static void close(ModelLane lane) {
    if (lane != null) {
      lane.close();
    }
  }
}
