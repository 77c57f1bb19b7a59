package dev.nightshift.job.projection;

import static dev.nightshift.job.projection.Records.anomaly;
import static dev.nightshift.job.projection.Records.at;
import static dev.nightshift.job.projection.Records.bytes;
import static dev.nightshift.job.projection.Records.incident;
import static dev.nightshift.job.projection.Records.label;
import static dev.nightshift.job.projection.Records.request;
import static dev.nightshift.job.projection.Records.result;
import static dev.nightshift.job.projection.Records.transition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.PolicyEvent;
import dev.nightshift.contract.PolicyStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology on an embedded cluster, into a real PostgreSQL. */
@Tag("slow")
class ProjectionIT {

  @TempDir static Path directory;
  private static TestDatabase database;

  @BeforeAll
  static void start() throws Exception {
    database = new TestDatabase(directory.resolve("pg"));
    assertThat(DatabaseMigration.migrate(database.url(), "postgres", "", 0)).isPositive();
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @BeforeEach
  void empty() throws Exception {
    database.execute(
        "truncate incidents, incident_history, anomalies, diagnoses, remediations, feedback,"
            + " models, automation_state, incident_handling, policy_decisions, notifications,"
            + " policies");
  }

  @Test
  void migrationIsIdempotentAndSaysWhatIsWrong() {
    assertThat(DatabaseMigration.migrate(database.url(), "postgres", "", 0)).isZero();
    assertThatThrownBy(
            () -> DatabaseMigration.migrate("jdbc:postgresql://localhost:1/db", "ada", "pw", 0))
        .isInstanceOf(DatabaseMigrationException.class)
        .hasMessageContaining("localhost:1")
        .hasMessageContaining("ada")
        .hasMessageContaining("refused")
        .hasMessageNotContaining("pw");
  }

  @Test
  void everyTableIsFilledAndAReplayChangesNothing() throws Exception {
    Projected all =
        new Projected()
            .with(
                Uids.INCIDENTS,
                bytes(
                    incident("i1", "demo.shop", 2, IncidentState.DIAGNOSED)
                        .setRootCause("demo.shop/orders")
                        .setDiagnosis(Records.diagnosis("d1"))
                        .setPlan("restart")
                        .setPolicyVersion("7@abcd1234")
                        .setSteps(List.of(Records.step()))
                        .setApprovalsNeeded(2)
                        .setDecision(Records.decision())
                        .setHistory(
                            List.of(
                                transition(0, IncidentState.OPEN, 20, AuthorKind.JOB),
                                transition(1, IncidentState.DIAGNOSED, 40, AuthorKind.JOB)))
                        .build()))
            .with(Uids.ANOMALIES, bytes(Anomaly.getEncoder(), anomaly(AnomalyPhase.ENDED, 60)))
            .with(Uids.ANOMALIES, bytes(Anomaly.getEncoder(), anomaly(AnomalyPhase.UPDATED, 60)))
            .with(Uids.REQUESTS, bytes(ActionRequest.getEncoder(), request("i1")))
            .with(
                Uids.RESULTS,
                bytes(ActionResult.getEncoder(), result("i1", Outcome.SUCCEEDED, 58)),
                bytes(ActionResult.getEncoder(), result("i1", Outcome.UNKNOWN, 55)))
            .with(
                Uids.FEEDBACK,
                bytes(FeedbackLabel.getEncoder(), label("f1", "i1", "true_positive", "ada", 70)))
            .with(
                Uids.MODELS,
                bytes(
                    ModelStatus.getEncoder(),
                    ModelStatus.newBuilder()
                        .setModel("service")
                        .setVersion("1")
                        .setEvent(ModelEvent.LOADED)
                        .setAt(at(1))
                        .build()))
            .with(Uids.NOTIFICATIONS, bytes(Notification.getEncoder(), Records.notification("i1")))
            .with(
                Uids.POLICIES,
                bytes(
                    PolicyStatus.getEncoder(),
                    new PolicyStatus("p.yaml", "@1", PolicyEvent.REFUSED, "p.yaml:4", at(2))))
            .with(
                Uids.REQUESTS,
                bytes(
                    ActionRequest.getEncoder(),
                    ActionRequest.newBuilder(request("i1"))
                        .setKey("i1:0:0:trial")
                        .setDryRun(true)
                        .build()))
            .with(
                Uids.AUTOMATION,
                bytes(
                    AutomationState.getEncoder(),
                    new AutomationState("*", true, "night off", "ada", at(5))));

    assertThat(all.into(database)).isEmpty();
    List<String> first = everything();
    assertThat(all.into(database)).isEmpty();

    assertThat(everything()).isEqualTo(first);
    assertThat(
            database.rows(
                "select id, state, root_cause, revision, resolved_at, actions -> 0 ->> 'action', anomalies[1] from incidents"))
        .containsExactly("i1|DIAGNOSED|demo.shop/orders|2|null|restart|anomaly-1");
    assertThat(
            database.rows("select sequence, from_state, to_state from incident_history order by 1"))
        .containsExactly("0|null|OPEN", "1|OPEN|DIAGNOSED");
    assertThat(
            database.rows(
                "select rank, fault_type, confidence, evidence -> 0 ->> 'text' from v_diagnosis_candidates order by 1"))
        .containsExactly(
            "1|memory_leak|0.8|it was \"first\"  by 20 s",
            "2|slow_database|0.2|it was \"first\"  by 20 s");
    assertThat(
            database.rows(
                "select phase, peak_score, contributions -> 0 ->> 'error', contributions -> 0 ->> 'value' from anomalies"))
        .containsExactly("ENDED|4.5|3.1|null");
    assertThat(
            database.rows(
                "select key, mode, risk, outcome, finished_at = started_at + interval '7 s' from remediations"))
        .containsExactly("i1:0:0|auto|low|SUCCEEDED|t");
    assertThat(
            database.rows(
                "select v.verdict, v.rule, v.stopped_by, d.rules -> 0 ->> 'reason' from v_policy_decisions v join policy_decisions d using (incident_id, sequence)"))
        .containsExactly("wait|leak|restart: cools down for another 7 s|all it asks for holds");
    assertThat(
            database.rows(
                "select plan, policy_version, approvals_needed, steps -> 0 ->> 'action' from incident_handling"))
        .containsExactly("restart|7@abcd1234|2|restart");
    assertThat(database.rows("select kind, level, channels[2] from notifications"))
        .containsExactly("escalation|2|chat");
    assertThat(database.rows("select version, event, reason from policies"))
        .containsExactly("@1|REFUSED|p.yaml:4");
    assertThat(database.rows("select label, correction from feedback"))
        .containsExactly("true_positive|null");
    assertThat(database.rows("select model, version, event from v_models"))
        .containsExactly("service|1|LOADED");
    assertThat(database.rows("select scope, halted, reason from automation_state"))
        .containsExactly("*|t|night off");
    assertThat(database.rows("select kind from v_incident_timeline where incident_id = 'i1'"))
        .containsExactly(
            "anomaly", "state", "diagnosis", "state", "request", "result", "anomaly", "feedback");
  }

  @Test
  void anOlderSnapshotNeverOverwritesANewer() throws Exception {
    byte[] newer =
        bytes(
            incident("i1", "s", 7, IncidentState.VERIFYING)
                .setHistory(List.of(transition(0, IncidentState.SUPPRESSED, 20, AuthorKind.PERSON)))
                .build());
    byte[] older =
        bytes(
            incident("i1", "s", 6, IncidentState.OPEN)
                .setHistory(List.of(transition(0, IncidentState.OPEN, 20, AuthorKind.JOB)))
                .build());

    new Projected().with(Uids.INCIDENTS, newer).into(database);
    new Projected().with(Uids.INCIDENTS, older).into(database);

    assertThat(database.rows("select state, revision from incidents"))
        .containsExactly("VERIFYING|7");
    assertThat(database.rows("select to_state from incident_history"))
        .containsExactly("SUPPRESSED");
  }

  @Test
  void whatCannotBeKeptBecomesADeadLetterAndTheRestGoesOn() throws Exception {
    byte[] garbage = "not avro".getBytes(StandardCharsets.UTF_8);
    byte[] endless =
        bytes(incident("i0", "s", 1, IncidentState.OPEN).setClosedAt(Long.MAX_VALUE).build());
    byte[] cut = Arrays.copyOf(endless, endless.length / 2);
    byte[] nameless = bytes(incident("", "s", 1, IncidentState.OPEN).build());
    byte[] longName = bytes(incident("x".repeat(401), "s", 1, IncidentState.OPEN).build());
    byte[] good = bytes(incident("i2", "s", 1, IncidentState.OPEN).setTitle("a\0b").build());

    List<DeadLetter> letters =
        new Projected()
            .with(Uids.INCIDENTS, garbage, endless, cut, nameless, longName, good)
            .into(database);

    assertThat(database.rows("select id, title from incidents")).containsExactly("i2|ab");
    assertThat(letters).extracting(DeadLetter::getSource).containsOnly("nightshift.incidents");
    assertThat(letters)
        .extracting(DeadLetter::getReason)
        .containsExactlyInAnyOrder(
            "malformed", "malformed", "unprojectable", "unprojectable", "unprojectable");
    assertThat(letters)
        .extracting(letter -> letter.getOriginal().array())
        .containsExactlyInAnyOrder(garbage, endless, cut, nameless, longName);
  }

  private static List<String> everything() throws Exception {
    List<String> rows = new ArrayList<>();
    for (String table :
        List.of(
            "incidents",
            "incident_history",
            "anomalies",
            "diagnoses",
            "remediations",
            "feedback",
            "models",
            "automation_state",
            "incident_handling",
            "policy_decisions",
            "notifications",
            "policies")) {
      List<String> some = database.rows("select * from " + table + " order by 1, 2");
      assertThat(some).as(table).isNotEmpty();
      rows.addAll(some);
    }
    return rows;
  }
}
