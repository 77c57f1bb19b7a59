package dev.nightshift.job.projection;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.PolicyStatus;
import dev.nightshift.job.config.KafkaSettings.Topics;
import dev.nightshift.job.serde.ContractDecoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From topics to tables, without Kafka or JDBC.
 *
 * <pre>
 *   incidents -> decode, project -+-> incidents
 *                        +-> incident_history
 *                        +-> incident_handling
 *                        +-> diagnoses
 *                        +-> policy_decisions
 *   anomalies -> decode, project ---> anomalies
 *   requests  -> decode, project -+
 *   results   -> decode, project -+-> by key -> remediations
 *   feedback  -> decode, project ---> feedback
 *   models    -> decode, project ---> models
 *   automation-> decode, project ---> automation_state
 *   notifications -> decode, project ---> notifications
 *   policies  -> decode, project ---> policies
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
      DataStream<byte[]> automation,
      DataStream<byte[]> notifications,
      DataStream<byte[]> policies) {}

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
      DataStream<HandlingRow> handling,
      DataStream<DecisionRow> decisions,
      DataStream<NotificationRow> notifications,
      DataStream<PolicyRow> policies,
      DataStream<DeadLetter> deadLetters) {}

  /** How the job marks the key of a trial run. */
  private static final String TRIAL = ":trial";

  private final List<DataStream<DeadLetter>> deadLetters = new ArrayList<>();

  private ProjectionTopology() {}

  /** Builds it; the topics' names go into dead letters. */
  static Outputs build(Inputs inputs, Topics topics) {
    return new ProjectionTopology().project(inputs, topics);
  }

  private Outputs project(Inputs in, Topics topics) {
    SingleOutputStreamOperator<IncidentRows> incidents =
        decode(
            in.incidents(),
            Uids.INCIDENTS,
            topics.incidents(),
            Incident.class,
            Rows::incident,
            IncidentRows.class);
    DataStream<RemediationRow> remediations =
        decode(
                in.requests(),
                Uids.REQUESTS,
                topics.requests(),
                ActionRequest.class,
                Rows::request,
                RemediationRow.class)
            .union(
                decode(
                    in.results(),
                    Uids.RESULTS,
                    topics.results(),
                    ActionResult.class,
                    Rows::result,
                    RemediationRow.class))
            // A trial run repairs nothing: what it said stands in the incident's plan.
            .filter(row -> !row.key().endsWith(TRIAL))
            .uid(Uids.FILTER_TRIALS)
            .name("repairs")
            // Two writers of one row could wait for each other's locks.
            .keyBy(RemediationRow::key);
    DataStream<AnomalyRow> anomalies =
        decode(
            in.anomalies(),
            Uids.ANOMALIES,
            topics.anomalies(),
            Anomaly.class,
            Rows::anomaly,
            AnomalyRow.class);
    DataStream<FeedbackRow> feedback =
        decode(
            in.feedback(),
            Uids.FEEDBACK,
            topics.feedback(),
            FeedbackLabel.class,
            Rows::feedback,
            FeedbackRow.class);
    DataStream<ModelRow> models =
        decode(
            in.models(),
            Uids.MODELS,
            topics.models(),
            ModelStatus.class,
            Rows::model,
            ModelRow.class);
    DataStream<AutomationRow> automation =
        decode(
            in.automation(),
            Uids.AUTOMATION,
            topics.automation(),
            AutomationState.class,
            Rows::automation,
            AutomationRow.class);
    DataStream<NotificationRow> notifications =
        decode(
            in.notifications(),
            Uids.NOTIFICATIONS,
            topics.notifications(),
            Notification.class,
            Rows::notification,
            NotificationRow.class);
    DataStream<PolicyRow> policies =
        decode(
            in.policies(),
            Uids.POLICIES,
            topics.policies(),
            PolicyStatus.class,
            Rows::policy,
            PolicyRow.class);
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
        incidents
            .map(IncidentRows::handling)
            .returns(HandlingRow.class)
            .uid(Uids.HANDLING_ROW)
            .name("handling"),
        split(
            incidents, IncidentRows::decisions, DecisionRow.class, Uids.DECISION_ROWS, "decision"),
        notifications,
        policies,
        deadLetters.stream().reduce((a, b) -> a.union(b)).orElseThrow());
  }

  private <T extends SpecificRecordBase, R> SingleOutputStreamOperator<R> decode(
      DataStream<byte[]> bytes,
      String input,
      String topic,
      Class<T> type,
      ProjectFunction.Mapper<T, R> mapper,
      Class<R> row) {
    SingleOutputStreamOperator<T> records =
        bytes
            .process(new ContractDecoder<>(type, topic), TypeInformation.of(type))
            .uid(Uids.DECODE + input)
            .name("decode " + input);
    SingleOutputStreamOperator<R> rows =
        records
            .process(new ProjectFunction<>(type, topic, mapper), TypeInformation.of(row))
            .uid(Uids.PROJECT + input)
            .name("project " + input);
    deadLetters.add(records.getSideOutput(dev.nightshift.job.serde.Outputs.DEAD_LETTERS));
    deadLetters.add(rows.getSideOutput(dev.nightshift.job.serde.Outputs.DEAD_LETTERS));
    return rows;
  }

  private static <R> DataStream<R> split(
      DataStream<IncidentRows> incidents,
      ProjectFunction.Mapper<IncidentRows, List<R>> part,
      Class<R> row,
      String uid,
      String name) {
    FlatMapFunction<IncidentRows, R> flatten = (rows, out) -> part.map(rows).forEach(out::collect);
    return incidents.flatMap(flatten).returns(row).uid(uid).name(name);
  }
}
