package dev.nightshift.job;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.operator.PolicyUpdate;
import dev.nightshift.job.operator.ReceivedControl;
import dev.nightshift.patterns.PatternSet;
import dev.nightshift.telemetry.Signal;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;

/**
 * What the whole topology makes of some telemetry and nothing else, in order of arrival.
 *
 * @param incidents all snapshots
 * @param anomalies all their records
 * @param diagnoses all revisions
 */
record BoundedTopology(
    List<Incident> incidents,
    List<ActionRequest> requests,
    List<Anomaly> anomalies,
    List<Diagnosis> diagnoses) {

  /** Runs it to its end on the cluster of the test. */
  static BoundedTopology run(
      List<Signal> telemetry,
      WatermarkStrategy<Signal> times,
      NightshiftTopology.Settings settings,
      int parallelism)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    DataStream<Signal> signals =
        env.fromData(TypeInformation.of(Signal.class), telemetry.toArray(new Signal[0]))
            .setParallelism(1)
            .assignTimestampsAndWatermarks(
                times.withTimestampAssigner((signal, time) -> signal.timeMillis()))
            .setParallelism(1);
    NightshiftTopology.Results results =
        NightshiftTopology.build(
            new NightshiftTopology.Inputs(
                signals,
                nothing(env, ModelAnnouncement.class),
                nothing(env, ReceivedControl.class),
                nothing(env, PolicyUpdate.class),
                nothing(env, ActionResult.class),
                nothing(env, FeedbackLabel.class),
                nothing(env, PatternSet.class)),
            settings);
    CloseableIterator<Incident> incidents = results.incidents().collectAsync();
    CloseableIterator<ActionRequest> requests = results.requests().collectAsync();
    CloseableIterator<Anomaly> anomalies = results.anomalies().collectAsync();
    CloseableIterator<Diagnosis> diagnoses = results.diagnoses().collectAsync();
    env.executeAsync("bounded");
    return new BoundedTopology(all(incidents), all(requests), all(anomalies), all(diagnoses));
  }

  /** A stream that ends at once. */
  private static <T> DataStream<T> nothing(StreamExecutionEnvironment env, Class<T> type) {
    return env.fromData(List.of(1))
        .flatMap((Integer one, Collector<T> out) -> {})
        .returns(TypeInformation.of(type));
  }

  private static <T> List<T> all(CloseableIterator<T> iterator) throws Exception {
    try (iterator) {
      List<T> all = new ArrayList<>();
      iterator.forEachRemaining(all::add);
      return all;
    }
  }
}
