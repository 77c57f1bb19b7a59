package dev.nightshift.job.projection;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.ModelStatus;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From topics to tables, without Kafka or JDBC.
 *
 * <pre>
 *   incidents -> decode -+-> incidents
 *                        +-> incident_history
 *                        +-> diagnoses
 *   anomalies -> decode ---> anomalies
 *   requests  -> decode -+
 *   results   -> decode -+-> by key -> remediations
 *   feedback  -> decode ---> feedback
 *   models    -> decode ---> models
 *   automation-> decode ---> automation_state
 *      every decode -------> dead letters
 * </pre>
 */
final class ProjectionTopology {

  /** The content of the topics: Avro in single-object encoding. */
  record Inputs(
      DataStream<byte[]> incidents,
      DataStream<byte[]> anomalies,
      DataStream<byte[]> requests,
      DataStream<byte[]> results,
      DataStream<byte[]> feedback,
      DataStream<byte[]> models,
      DataStream<byte[]> automation) {}

  /** The rows of each table, and what could not become one. */
  record Outputs(
      DataStream<IncidentRow> incidents,
      DataStream<HistoryRow> history,
      DataStream<DiagnosisRow> diagnoses,
      DataStream<AnomalyRow> anomalies,
      DataStream<RemediationRow> remediations,
      DataStream<FeedbackRow> feedback,
      DataStream<ModelRow> models,
      DataStream<AutomationRow> automation,
      DataStream<byte[]> deadLetters) {}

  private final List<DataStream<byte[]>> deadLetters = new ArrayList<>();

  private ProjectionTopology() {}

  static Outputs build(Inputs inputs) {
    return new ProjectionTopology().project(inputs);
  }

  private Outputs project(Inputs in) {
    SingleOutputStreamOperator<IncidentRows> incidents =
        decode(
            in.incidents(),
            Topics.INCIDENTS,
            Incident::getDecoder,
            Rows::incident,
            IncidentRows.class);
    DataStream<RemediationRow> remediations =
        decode(
                in.requests(),
                Topics.REQUESTS,
                ActionRequest::getDecoder,
                Rows::request,
                RemediationRow.class)
            .union(
                decode(
                    in.results(),
                    Topics.RESULTS,
                    ActionResult::getDecoder,
                    Rows::result,
                    RemediationRow.class))
            // Two writers of one row could wait for each other's locks.
            .keyBy(RemediationRow::key);
    DataStream<AnomalyRow> anomalies =
        decode(
            in.anomalies(), Topics.ANOMALIES, Anomaly::getDecoder, Rows::anomaly, AnomalyRow.class);
    DataStream<FeedbackRow> feedback =
        decode(
            in.feedback(),
            Topics.FEEDBACK,
            FeedbackLabel::getDecoder,
            Rows::feedback,
            FeedbackRow.class);
    DataStream<ModelRow> models =
        decode(in.models(), Topics.MODELS, ModelStatus::getDecoder, Rows::model, ModelRow.class);
    DataStream<AutomationRow> automation =
        decode(
            in.automation(),
            Topics.AUTOMATION,
            AutomationState::getDecoder,
            Rows::automation,
            AutomationRow.class);
    return new Outputs(
        incidents
            .map(IncidentRows::incident)
            .returns(IncidentRow.class)
            .uid(Uids.INCIDENT_ROW)
            .name("incident"),
        split(incidents, IncidentRows::history, HistoryRow.class, Uids.HISTORY_ROWS, "history"),
        split(
            incidents,
            IncidentRows::diagnoses,
            DiagnosisRow.class,
            Uids.DIAGNOSIS_ROWS,
            "diagnosis"),
        anomalies,
        remediations,
        feedback,
        models,
        automation,
        deadLetters.stream().reduce((a, b) -> a.union(b)).orElseThrow());
  }

  private <T, R> SingleOutputStreamOperator<R> decode(
      DataStream<byte[]> bytes,
      String topic,
      DecodeFunction.DecoderFactory<T> decoder,
      DecodeFunction.Mapper<T, R> mapper,
      Class<R> row) {
    SingleOutputStreamOperator<R> rows =
        bytes
            .process(new DecodeFunction<>(topic, decoder, mapper))
            .returns(row)
            .uid(Uids.DECODE + topic)
            .name("decode " + topic);
    deadLetters.add(rows.getSideOutput(DecodeFunction.DEAD_LETTERS));
    return rows;
  }

  private static <R> DataStream<R> split(
      DataStream<IncidentRows> incidents,
      DecodeFunction.Mapper<IncidentRows, List<R>> part,
      Class<R> row,
      String uid,
      String name) {
    FlatMapFunction<IncidentRows, R> flatten = (rows, out) -> part.map(rows).forEach(out::collect);
    return incidents.flatMap(flatten).returns(row).uid(uid).name(name);
  }
}
