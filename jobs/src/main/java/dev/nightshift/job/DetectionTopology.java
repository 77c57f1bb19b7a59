package dev.nightshift.job;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeatureSample;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.detect.Judgement;
import dev.nightshift.detect.Score;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.model.ActiveModels;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ScorerFactory;
import dev.nightshift.job.model.ServedModels;
import dev.nightshift.job.operator.ColdStartFunction;
import dev.nightshift.job.operator.DetectFunction;
import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.job.operator.FeatureFunction;
import dev.nightshift.job.operator.FeatureOptions;
import dev.nightshift.job.operator.ForecastFunction;
import dev.nightshift.job.operator.ScoringOperator;
import dev.nightshift.job.operator.ServedBatch;
import dev.nightshift.job.operator.ServedScoreFunction;
import dev.nightshift.job.operator.SplitServedFunction;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.telemetry.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From telemetry to anomalies: the first half of {@link NightshiftTopology}, and all that an
 * evaluation on recorded data runs, so that what is measured is what is in force.
 *
 * <pre>
 *   telemetry --> features --> scoring ----- champion --> detect --> anomalies
 *                 |  |  ^        |  ^ |                   ^  ^ |
 *       samples <----+  models --+--+ +-- no model --> cold  | +---> judgements
 *                 |              |                    start  |
 *                 |              +--> model status        labels
 *                 +--> forecast --> predicted anomalies, with their diagnoses
 * </pre>
 */
public final class DetectionTopology {

  /**
   * What comes in.
   *
   * @param signals without bad input; changes are passed over
   */
  public record Inputs(
      DataStream<Signal> signals,
      DataStream<ModelAnnouncement> announcements,
      DataStream<FeedbackLabel> labels) {}

  /**
   * What goes out.
   *
   * @param judgements one for each step with a score that counts
   * @param compared both scores of entities that two models score
   * @param failures models that failed while they were in use
   * @param predicted anomalies that have not happened yet; null if there are no forecasts
   * @param predictions what they say of themselves; null likewise
   * @param late signals that came too late or too early for their step
   */
  public record Results(
      DataStream<Anomaly> anomalies,
      DataStream<Anomaly> predicted,
      DataStream<Diagnosis> predictions,
      DataStream<Judgement> judgements,
      DataStream<FeatureSample> samples,
      DataStream<ModelStatus> modelStatus,
      DataStream<Score> compared,
      DataStream<ModelReport> failures,
      DataStream<DeadLetter> late) {}

  /**
   * @param models in force from the first signal on
   * @param batch largest micro-batch, in windows
   * @param maxForests entities per task that may have a random cut forest while they have no model
   */
  public record Settings(
      FeatureOptions features,
      DetectorOptions detector,
      List<ModelAnnouncement> models,
      ScorerFactory scorers,
      int batch,
      int maxForests,
      long seed) {}

  /** Longer than a client with the most attempts and the longest time-out takes. */
  private static final Duration SERVED_LIMIT = Duration.ofMinutes(12);

  /** Requests that a task may have under way; then it holds back its input. */
  private static final int SERVED_AT_ONCE = 32;

  private final Settings settings;

  private DetectionTopology(Settings settings) {
    this.settings = settings;
  }

  /** Connects everything; nothing runs yet. */
  public static Results build(Inputs inputs, Settings settings) {
    return new DetectionTopology(settings).build(inputs);
  }

  private Results build(Inputs inputs) {
    SingleOutputStreamOperator<FeatureWindow> windows =
        assemble(inputs.signals(), inputs.announcements());
    SingleOutputStreamOperator<Score> local = score(windows, inputs.announcements());
    DataStream<Score> scores = local;
    DataStream<Score> compared = local.getSideOutput(Outputs.COMPARED);
    DataStream<FeatureWindow> unscored = local.getSideOutput(ScoringOperator.UNSCORED);
    ServedModels models = settings.scorers().served();
    if (models != null) {
      SingleOutputStreamOperator<Score> served =
          scoreElsewhere(local.getSideOutput(ScoringOperator.SERVED), models);
      scores = scores.union(served);
      compared = compared.union(served.getSideOutput(Outputs.COMPARED));
      unscored = unscored.union(served.getSideOutput(ScoringOperator.UNSCORED));
    }
    SingleOutputStreamOperator<Anomaly> anomalies =
        detect(champions(scores).union(scoreWithoutModel(unscored)), inputs.labels());
    SingleOutputStreamOperator<Anomaly> predicted = forecast(windows);
    return new Results(
        anomalies,
        predicted,
        predicted == null ? null : predicted.getSideOutput(Outputs.DIAGNOSES),
        anomalies.getSideOutput(Outputs.JUDGEMENTS),
        windows.getSideOutput(Outputs.SAMPLES),
        local.getSideOutput(Outputs.MODEL_STATUS),
        compared,
        local.getSideOutput(Outputs.MODEL_REPORTS),
        windows.getSideOutput(Outputs.DEAD_LETTERS));
  }

  private SingleOutputStreamOperator<FeatureWindow> assemble(
      DataStream<Signal> signals, DataStream<ModelAnnouncement> announcements) {
    BroadcastStream<ModelAnnouncement> models = announcements.broadcast(ActiveModels.STATE);
    return signals
        .filter(signal -> signal.change() == null && signal.placement() == null)
        .name("telemetry")
        .uid(Uids.FILTER_TELEMETRY)
        .keyBy(signal -> signal.entity().key())
        .connect(models)
        .process(new FeatureFunction(settings.models(), settings.features()))
        .uid(Uids.FEATURES)
        .name("assemble features");
  }

  /** Beside detection, not after it: what runs out need not be strange yet. */
  private SingleOutputStreamOperator<Anomaly> forecast(
      SingleOutputStreamOperator<FeatureWindow> windows) {
    FeatureOptions features = settings.features();
    return features.forecasts().isEmpty()
        ? null
        : windows
            .getSideOutput(Outputs.FORECASTS)
            .keyBy(window -> window.entity().key())
            .process(new ForecastFunction(features.forecasts(), features.retention()))
            .uid(Uids.FORECAST)
            .name("forecast exhaustion");
  }

  private SingleOutputStreamOperator<Score> score(
      DataStream<FeatureWindow> windows, DataStream<ModelAnnouncement> announcements) {
    return windows
        .forward()
        .connect(announcements.broadcast())
        .transform(
            "score windows",
            TypeInformation.of(Score.class),
            new ScoringOperator(settings.models(), settings.scorers(), settings.batch()))
        .uid(Uids.SCORING);
  }

  private static DataStream<Score> champions(DataStream<Score> scores) {
    return scores.filter(Score::champion).name("champion scores").uid(Uids.FILTER_CHAMPION);
  }

  /** In order: an entity's scores and the watermarks among them stay as they were. */
  private SingleOutputStreamOperator<Score> scoreElsewhere(
      DataStream<ServedBatch> batches, ServedModels models) {
    return AsyncDataStream.orderedWait(
            batches,
            new ServedScoreFunction(models, settings.batch()),
            SERVED_LIMIT.toMillis(),
            TimeUnit.MILLISECONDS,
            SERVED_AT_ONCE)
        .uid(Uids.SCORING_SERVED)
        .name("ask served models")
        .process(new SplitServedFunction())
        .uid(Uids.SPLIT_SERVED)
        .name("split served scores");
  }

  private DataStream<Score> scoreWithoutModel(DataStream<FeatureWindow> unscored) {
    return unscored
        .keyBy(window -> window.entity().key())
        .process(new ColdStartFunction(settings.features(), settings.maxForests(), settings.seed()))
        .uid(Uids.COLD_START)
        .name("score without a model");
  }

  private SingleOutputStreamOperator<Anomaly> detect(
      DataStream<Score> scores, DataStream<FeedbackLabel> labels) {
    return scores
        .keyBy(score -> score.entity().key())
        .connect(labels.keyBy(FeedbackLabel::getEntity))
        .process(new DetectFunction(settings.detector()))
        .uid(Uids.DETECT)
        .name("detect anomalies");
  }
}
