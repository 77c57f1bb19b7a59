package dev.nightshift.local.evaluate;

import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.detect.Judgement;
import dev.nightshift.feature.Aggregation;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.SignalType;
import dev.nightshift.job.DetectionTopology;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelRoster;
import dev.nightshift.job.model.StoreScorers;
import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.job.operator.FeatureOptions;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.local.runtime.BoundedJob;
import dev.nightshift.models.LocalModelFiles;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.ModelStore;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.training.Progress;
import dev.nightshift.training.Series;
import dev.nightshift.training.Trainer;
import dev.nightshift.training.TrainingException;
import dev.nightshift.training.TrainingOptions;
import dev.nightshift.training.TrainingRequest;
import dev.nightshift.training.evaluation.Recording;
import dev.nightshift.training.evaluation.Verdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Nightshift itself: trains a model as {@code nightshift train} does, puts it into a model store,
 * and runs {@link DetectionTopology} over the recorded steps as the job would.
 *
 * <p>Where the test goes on after the training part, the held-out end of the training part is
 * streamed first: a running job has met the entity before, and its thresholds have settled. Only
 * the test's steps are told.
 */
final class JobDetector implements Detector {

  private static final Duration RETENTION = Duration.ofDays(365);
  private static final int OPEN_STEPS = 720;
  private static final int BATCH = 128;

  private final Duration step;
  private final DetectorOptions options;
  private final Progress progress;

  JobDetector(Duration step, DetectorOptions options, Progress progress) {
    this.step = step;
    this.options = options;
    this.progress = progress;
  }

  @Override
  public String name() {
    return "nightshift";
  }

  @Override
  public Verdicts run(EvaluationCase data) throws Exception {
    Path directory = Files.createTempDirectory("nightshift-evaluate-");
    try {
      Entity entity = Entity.service("recorded", data.name());
      ModelStore store = new ModelStore(new LocalModelFiles(directory));
      Trainer.publish(store, Trainer.train(request(data, entity)));
      float[][] before = data.continues() ? heldOut(data.training()) : new float[0][];
      return judge(data, entity, before, store, directory);
    } catch (TrainingException e) {
      throw new IOException("no model of " + data.name() + ": " + e.getMessage(), e);
    } finally {
      delete(directory);
    }
  }

  private TrainingRequest request(EvaluationCase data, Entity entity) {
    boolean shared = !data.teachers().isEmpty();
    List<Recording> learned = shared ? data.teachers() : List.of(data.training());
    List<FeatureDefinition> features =
        data.training().features().stream().map(JobDetector::gauge).toList();
    return TrainingRequest.of(
            "recorded",
            "1",
            new EntitySelector(entity.system(), entity.service(), "*"),
            features,
            learned.stream().map(recording -> series(recording, entity)).toList())
        .withOptions(TrainingOptions.defaults().withOwnRulers(shared))
        .withProgress(progress);
  }

  private Series series(Recording recording, Entity entity) {
    long[] ends =
        IntStream.range(0, recording.steps())
            .mapToLong(i -> RecordedSignals.stepEnd(i, step))
            .toArray();
    return Series.normal(entity, step.toMillis(), recording.features(), ends, recording.rows());
  }

  private static FeatureDefinition gauge(String name) {
    return new FeatureDefinition(name, SignalType.METRIC, name, Map.of(), Aggregation.MEAN, null);
  }

  private static float[][] heldOut(Recording training) {
    int cut = (int) (training.steps() * (1 - TrainingOptions.defaults().heldOut()));
    return Arrays.copyOfRange(training.rows(), cut, training.steps());
  }

  private Verdicts judge(
      EvaluationCase data, Entity entity, float[][] before, ModelStore store, Path directory)
      throws Exception {
    StreamExecutionEnvironment env = BoundedJob.environment(1);
    DataStream<Judgement> judgements =
        DetectionTopology.build(
                new DetectionTopology.Inputs(
                    RecordedSignals.stream(
                        env,
                        entity,
                        data.test().features(),
                        Stream.of(before, data.test().rows())
                            .flatMap(Arrays::stream)
                            .toArray(float[][]::new),
                        step),
                    BoundedJob.nothing(env, ModelAnnouncement.class),
                    BoundedJob.nothing(env, FeedbackLabel.class)),
                settings(store, directory))
            .judgements();
    Verdicts verdicts = Verdicts.of(new float[data.test().steps()]);
    Arrays.fill(verdicts.scores(), Float.NaN);
    Arrays.fill(verdicts.thresholds(), Float.NaN);
    try (CloseableIterator<Judgement> all = judgements.collectAsync()) {
      env.executeAsync("evaluate " + data.name());
      while (all.hasNext()) {
        take(all.next(), before.length, verdicts);
      }
    }
    calm(verdicts.scores());
    return verdicts;
  }

  /** Steps too early for a whole window count as the least strange of all. */
  private static void calm(float[] scores) {
    float least = Float.POSITIVE_INFINITY;
    for (float score : scores) {
      least = Float.isNaN(score) ? least : Math.min(least, score);
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Float.isNaN(scores[i]) ? least : scores[i];
    }
  }

  private DetectionTopology.Settings settings(ModelStore store, Path directory) throws IOException {
    ModelRoster roster =
        new ModelRoster(store, PromotionRule.of(PromotionRule.Mode.IMMEDIATE), Clock.systemUTC());
    return new DetectionTopology.Settings(
        new FeatureOptions(step.toMillis(), OPEN_STEPS, false, RETENTION),
        options,
        roster.refresh(new ModelCatalog(), status -> {}),
        new StoreScorers(directory.toUri()),
        BATCH,
        0,
        TrainingOptions.defaults().seed());
  }

  private void take(Judgement judgement, int offset, Verdicts verdicts) {
    long index = (judgement.stepEnd() - RecordedSignals.START) / step.toMillis() - 1 - offset;
    // After the last row the entity falls silent, and the job judges that for a while.
    if (index >= 0 && index < verdicts.scores().length) {
      int row = Math.toIntExact(index);
      verdicts.scores()[row] = judgement.score();
      verdicts.thresholds()[row] = judgement.threshold();
      verdicts.anomalies()[row] = judgement.anomalous();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
