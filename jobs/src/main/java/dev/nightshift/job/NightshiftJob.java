package dev.nightshift.job;

import dev.nightshift.config.ConfigException;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.FeatureSample;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.PolicyStatus;
import dev.nightshift.incident.Conduct;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.job.config.KafkaSettings;
import dev.nightshift.job.config.KafkaSettings.Topics;
import dev.nightshift.job.config.ModelSettings;
import dev.nightshift.job.config.SourceSettings;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.operator.ModelWatchFunction;
import dev.nightshift.job.operator.PatternWatchFunction;
import dev.nightshift.job.operator.PolicyUpdate;
import dev.nightshift.job.operator.PolicyWatchFunction;
import dev.nightshift.job.serde.ContractDecoder;
import dev.nightshift.job.serde.ContractRecords;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.job.sink.FeedbackFiles;
import dev.nightshift.job.source.KafkaSources;
import dev.nightshift.job.source.SignalTimes;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.patterns.PatternRoster;
import dev.nightshift.patterns.PatternSet;
import dev.nightshift.telemetry.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The deciding job: reads its job file, makes sources and sinks around {@link NightshiftTopology},
 * and runs.
 *
 * <pre>flink run nightshift-job.jar --job jobs/shop.yaml</pre>
 */
public final class NightshiftJob {

  private final StreamExecutionEnvironment env;
  private final JobFile job;

  private NightshiftJob(StreamExecutionEnvironment env, JobFile job) {
    this.env = env;
    this.job = job;
  }

  /** Runs the job that {@code --job FILE} names. */
  public static void main(String[] args) throws Exception {
    if (args.length != 2 || !args[0].equals("--job")) {
      throw new IllegalArgumentException("usage: --job FILE (for example --job jobs/shop.yaml)");
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobFile job = JobFile.load(Path.of(args[1]));
    build(env, job);
    env.execute(job.name());
  }

  /**
   * Builds the whole job in an environment; the caller executes it.
   *
   * @throws ConfigException if patterns or policies are wrong
   */
  public static void build(StreamExecutionEnvironment env, JobFile job) throws IOException {
    new NightshiftJob(env, job).build();
  }

  private void build() throws IOException {
    configure();
    DataStream<Signal> signals = signals();
    PatternRoster.Look patterns = TopologySettings.patterns(job.patterns());
    DataStream<Long> ticks = ticks();
    SingleOutputStreamOperator<ModelReport> reports =
        decode(ModelReport.class, topics().modelReports(), Uids.SOURCE_MODEL_REPORTS);
    SingleOutputStreamOperator<ModelAnnouncement> watched = watchModels(ticks, reports);
    NightshiftTopology.Settings settings =
        TopologySettings.of(job, PatternLibrary.load(patterns.files()), Conduct.REAL, status -> {});
    SingleOutputStreamOperator<PolicyUpdate> policies =
        watchPolicies(ticks, settings.incidents().policies());
    SingleOutputStreamOperator<PatternSet> patternSets = watchPatterns(ticks, patterns.files());
    SingleOutputStreamOperator<ActionResult> results =
        decode(ActionResult.class, topics().results(), Uids.SOURCE_RESULTS);
    SingleOutputStreamOperator<FeedbackLabel> labels =
        decode(FeedbackLabel.class, topics().feedback(), Uids.SOURCE_LABELS);
    NightshiftTopology.Results decided =
        NightshiftTopology.build(
            new NightshiftTopology.Inputs(
                signals,
                watched,
                KafkaSources.control(env, job, Uids.SOURCE_CONTROL),
                policies,
                results,
                labels,
                patternSets),
            settings);
    publish(
        decided,
        decided.modelStatus().union(watched.getSideOutput(Outputs.MODEL_STATUS)),
        decided
            .deadLetters()
            .union(
                patternSets.getSideOutput(Outputs.DEAD_LETTERS),
                results.getSideOutput(Outputs.DEAD_LETTERS),
                reports.getSideOutput(Outputs.DEAD_LETTERS),
                labels.getSideOutput(Outputs.DEAD_LETTERS)));
    publishPolicies(policies.getSideOutput(Outputs.POLICY_STATUS));
    if (job.feedback().directory() != null) {
      keepFeedback(decided);
    }
  }

  private void configure() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, job.checkpoints().interval());
    if (job.checkpoints().directory() != null) {
      configuration.set(
          CheckpointingOptions.CHECKPOINTS_DIRECTORY, job.checkpoints().directory().toString());
    }
    env.configure(configuration, NightshiftJob.class.getClassLoader());
    if (job.parallelism() > 0) {
      env.setParallelism(job.parallelism());
    }
  }

  private DataStream<Signal> signals() {
    DataStream<Signal> all = null;
    for (SourceSettings source : job.sources()) {
      DataStream<Signal> one =
          KafkaSources.telemetry(env, job, source, Uids.SOURCE_TELEMETRY + source.topic());
      all = all == null ? one : all.union(one);
    }
    return all;
  }

  /** When to look at the model store, the pattern files and the policies. */
  private DataStream<Long> ticks() {
    double polls = 1000.0 / job.models().poll().toMillis();
    return env.fromSource(
            new DataGeneratorSource<>(
                tick -> tick,
                // Without a store too: a stream that ends has a final watermark, see SignalTimes.
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(polls),
                Types.LONG),
            SignalTimes.timeless(),
            "store ticks")
        .uid(Uids.MODEL_TICKS)
        .setParallelism(1);
  }

  private SingleOutputStreamOperator<PatternSet> watchPatterns(
      DataStream<Long> ticks, List<PatternLibrary.Source> initial) {
    return ticks
        .process(
            new PatternWatchFunction(job.patterns(), initial), TypeInformation.of(PatternSet.class))
        .uid(Uids.PATTERN_WATCH)
        .name("watch pattern files")
        .setParallelism(1);
  }

  private SingleOutputStreamOperator<PolicyUpdate> watchPolicies(
      DataStream<Long> ticks, String initial) {
    return ticks
        .process(
            new PolicyWatchFunction(job.policies(), initial),
            TypeInformation.of(PolicyUpdate.class))
        .uid(Uids.POLICY_WATCH)
        .name("watch policies")
        .setParallelism(1);
  }

  private SingleOutputStreamOperator<ModelAnnouncement> watchModels(
      DataStream<Long> ticks, DataStream<ModelReport> reports) {
    ModelSettings models = job.models();
    return ticks
        .connect(reports)
        .process(
            new ModelWatchFunction(models.store(), models.promotion()),
            TypeInformation.of(ModelAnnouncement.class))
        .uid(Uids.MODEL_WATCH)
        .name("watch model store")
        .setParallelism(1);
  }

  private <T extends SpecificRecordBase> SingleOutputStreamOperator<T> decode(
      Class<T> type, String topic, String uid) {
    return KafkaSources.contracts(env, job, topic, uid)
        .process(new ContractDecoder<>(type, topic), TypeInformation.of(type))
        .uid("decode-" + uid)
        .name("decode " + topic);
  }

  private void publish(
      NightshiftTopology.Results decided,
      DataStream<ModelStatus> modelStatus,
      DataStream<DeadLetter> deadLetters) {
    KafkaSettings kafka = job.kafka();
    String prefix = job.name() + "-";
    decided
        .anomalies()
        .sinkTo(
            ContractRecords.exactlyOnce(
                kafka,
                Anomaly.class,
                topics().anomalies(),
                Anomaly::getEntity,
                prefix + "anomalies"))
        .uid(Uids.SINK_ANOMALIES)
        .name(topics().anomalies());
    decided
        .incidents()
        .sinkTo(
            ContractRecords.exactlyOnce(
                kafka, Incident.class, topics().incidents(), Incident::getId, prefix + "incidents"))
        .uid(Uids.SINK_INCIDENTS)
        .name(topics().incidents());
    decided
        .requests()
        .sinkTo(
            ContractRecords.exactlyOnce(
                kafka,
                ActionRequest.class,
                topics().requests(),
                ActionRequest::getIncident,
                prefix + "requests"))
        .uid(Uids.SINK_REQUESTS)
        .name(topics().requests());
    decided
        .labels()
        .sinkTo(
            ContractRecords.exactlyOnce(
                kafka,
                FeedbackLabel.class,
                topics().feedback(),
                FeedbackLabel::getEntity,
                prefix + "labels"))
        .uid(Uids.SINK_LABELS)
        .name(topics().feedback());
    modelStatus
        .sinkTo(
            ContractRecords.atLeastOnce(
                kafka, ModelStatus.class, topics().models(), ModelStatus::getModel))
        .uid(Uids.SINK_MODELS)
        .name(topics().models());
    // At least once: a report that is repeated changes nothing.
    decided
        .modelReports()
        .sinkTo(
            ContractRecords.atLeastOnce(
                kafka, ModelReport.class, topics().modelReports(), ModelReport::getModel))
        .uid(Uids.SINK_MODEL_REPORTS)
        .name(topics().modelReports());
    decided
        .automation()
        .sinkTo(
            ContractRecords.exactlyOnce(
                kafka,
                AutomationState.class,
                topics().automation(),
                AutomationState::getScope,
                prefix + "automation"))
        .uid(Uids.SINK_AUTOMATION)
        .name(topics().automation());
    decided
        .notifications()
        .sinkTo(
            ContractRecords.exactlyOnce(
                kafka,
                Notification.class,
                topics().notifications(),
                Notification::getIncident,
                prefix + "notifications"))
        .uid(Uids.SINK_NOTIFICATIONS)
        .name(topics().notifications());
    deadLetters
        .sinkTo(
            ContractRecords.atLeastOnce(
                kafka, DeadLetter.class, topics().deadLetters(), DeadLetter::getSource))
        .uid(Uids.SINK_DEAD_LETTERS)
        .name(topics().deadLetters());
  }

  private void publishPolicies(DataStream<PolicyStatus> status) {
    status
        .sinkTo(
            ContractRecords.atLeastOnce(
                job.kafka(), PolicyStatus.class, topics().policies(), PolicyStatus::getFile))
        .uid(Uids.SINK_POLICIES)
        .name(topics().policies());
  }

  private void keepFeedback(NightshiftTopology.Results decided) {
    decided
        .samples()
        .sinkTo(FeedbackFiles.sink(job.feedback().directory(), "samples", FeatureSample.class))
        .uid(Uids.SINK_SAMPLE_FILES)
        .name("feedback samples");
    decided
        .labels()
        .sinkTo(FeedbackFiles.sink(job.feedback().directory(), "labels", FeedbackLabel.class))
        .uid(Uids.SINK_LABEL_FILES)
        .name("feedback labels");
  }

  private Topics topics() {
    return job.kafka().topics();
  }
}
