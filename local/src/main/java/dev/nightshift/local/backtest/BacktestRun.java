package dev.nightshift.local.backtest;

import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.ModelEvent;
import dev.nightshift.incident.Conduct;
import dev.nightshift.job.NightshiftTopology;
import dev.nightshift.job.TopologySettings;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.job.config.SourceSettings;
import dev.nightshift.job.config.SourceSettings.Format;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.operator.PolicyUpdate;
import dev.nightshift.job.operator.ReceivedControl;
import dev.nightshift.local.replay.ReplayOptions;
import dev.nightshift.local.runtime.BoundedJob;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.patterns.PatternSet;
import dev.nightshift.remedy.PolicyFile;
import dev.nightshift.remedy.PolicySet;
import dev.nightshift.telemetry.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Runs {@link NightshiftTopology} by a job file over a recording. Neither Kafka nor a database is
 * there, and nobody acts: see {@link Conduct}.
 */
final class BacktestRun {

  private static final int DEFAULT_PARALLELISM = 2;

  private final Path recording;
  private final ReplayOptions options;
  private final Duration actionTakes;

  /**
   * @param actionTakes how long an action that would be done counts as under way
   */
  BacktestRun(Path recording, ReplayOptions options, Duration actionTakes) {
    this.recording = recording;
    this.options = options;
    this.actionTakes = actionTakes;
  }

  /**
   * One pass over the recording.
   *
   * @param progress told about once a second
   * @throws java.io.IOException if policies, models or recording cannot be read
   */
  Findings run(JobFile job, Consumer<ReadProgress> progress) throws Exception {
    TreeMap<String, String> models = new TreeMap<>();
    NightshiftTopology.Settings settings =
        TopologySettings.of(
            job,
            PatternLibrary.load(TopologySettings.patterns(job.patterns()).files()),
            Conduct.imagined(actionTakes.toMillis()),
            status -> {
              if (status.getEvent() == ModelEvent.REFUSED) {
                models.put(
                    status.getModel() + "@" + status.getVersion(),
                    "refused: " + status.getReason());
              }
            });
    settings.models().forEach(model -> models.put(model.id(), ""));
    PolicySet policies =
        PolicyFile.parse(settings.incidents().policyFile(), settings.incidents().policies());
    FindingsBuilder findings = new FindingsBuilder(progress);
    try (CloseableIterator<Heard> heard = build(job, settings).executeAndCollect(job.name())) {
      heard.forEachRemaining(findings::add);
    }
    return findings.build(policies, models);
  }

  private DataStream<Heard> build(JobFile job, NightshiftTopology.Settings settings) {
    StreamExecutionEnvironment env =
        BoundedJob.environment(job.parallelism() > 0 ? job.parallelism() : DEFAULT_PARALLELISM);
    Set<Format> formats =
        job.sources().stream().map(SourceSettings::format).collect(Collectors.toSet());
    SingleOutputStreamOperator<Signal> signals =
        env.fromData(List.of(recording.toString()))
            .setParallelism(1)
            .transform(
                "read recording",
                TypeInformation.of(Signal.class),
                new RecordingOperator(
                    options,
                    formats,
                    job.eventTime().outOfOrderness().toMillis(),
                    job.eventTime().maxFuture().toMillis()))
            .setParallelism(1);
    NightshiftTopology.Results decided =
        NightshiftTopology.build(
            new NightshiftTopology.Inputs(
                signals,
                BoundedJob.nothing(env, ModelAnnouncement.class),
                BoundedJob.nothing(env, ReceivedControl.class),
                BoundedJob.nothing(env, PolicyUpdate.class),
                BoundedJob.nothing(env, ActionResult.class),
                BoundedJob.nothing(env, FeedbackLabel.class),
                BoundedJob.nothing(env, PatternSet.class)),
            settings);
    TypeInformation<Heard> type = TypeInformation.of(Heard.class);
    List<DataStream<Heard>> told = new ArrayList<>();
    told.add(
        signals
            .filter(signal -> signal.change() != null)
            .map(signal -> Heard.of(signal.change()), type));
    told.add(signals.getSideOutput(RecordingOperator.PROGRESS).map(p -> Heard.of(p), type));
    told.add(decided.deadLetters().map(letter -> Heard.of(letter), type));
    told.add(decided.anomalies().map(anomaly -> Heard.of(anomaly), type));
    DataStream<Heard> all = decided.incidents().map(incident -> Heard.of(incident), type);
    for (DataStream<Heard> one : told) {
      all = all.union(one);
    }
    return all;
  }
}
