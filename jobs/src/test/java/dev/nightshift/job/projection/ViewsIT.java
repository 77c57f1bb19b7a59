package dev.nightshift.job.projection;

import static dev.nightshift.job.projection.Records.at;
import static dev.nightshift.job.projection.Records.bytes;
import static dev.nightshift.job.projection.Records.incident;
import static dev.nightshift.job.projection.Records.label;
import static dev.nightshift.job.projection.Records.request;
import static dev.nightshift.job.projection.Records.resolved;
import static dev.nightshift.job.projection.Records.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the database's views, against figures computed by hand. */
@Tag("slow")
class ViewsIT {

  @TempDir private Path directory;

  @Test
  void theViewsGiveTheFiguresComputedByHand() throws Exception {
    try (TestDatabase database = new TestDatabase(directory.resolve("pg"))) {
      DatabaseMigration.migrate(database.url(), "postgres", "", 0);

      new Projected()
          .with(
              Uids.INCIDENTS,
              // Healed alone: opened at 20, diagnosed at 30, resolved at 100.
              bytes(resolved("auto", "demo.shop", 30, 100, AuthorKind.JOB)),
              // A person approved; diagnosed at 50, resolved at 300.
              bytes(resolved("helped", "demo.shop", 50, 300, AuthorKind.PERSON)),
              // Another system, over by itself at 40.
              bytes(resolved("alone", "other", 25, 40, AuthorKind.JOB)),
              bytes(
                  incident("open", "demo.shop", 1, IncidentState.OPEN).setOpenedAt(at(60)).build()),
              // Nothing was wrong yet: no part of the means.
              bytes(
                  incident("foreseen", "ahead", 1, IncidentState.OPEN)
                      .setOpenedAt(at(1))
                      .setKind("predicted")
                      .build()),
              bytes(incident("silent", "demo.shop", 1, IncidentState.SUPPRESSED).build()))
          .with(
              Uids.REQUESTS,
              bytes(ActionRequest.getEncoder(), request("auto")),
              bytes(ActionRequest.getEncoder(), request("helped")))
          .with(
              Uids.RESULTS,
              bytes(ActionResult.getEncoder(), result("auto", Outcome.SUCCEEDED, 58)),
              bytes(ActionResult.getEncoder(), result("helped", Outcome.SUCCEEDED, 58)))
          .with(
              Uids.FEEDBACK,
              bytes(
                  FeedbackLabel.getEncoder(),
                  label("f1", "auto", "true_positive", "verification", 90)),
              bytes(FeedbackLabel.getEncoder(), label("f2", "alone", "false_alarm", "ada", 80)),
              bytes(
                  FeedbackLabel.getEncoder(),
                  label("f3", "alone", "true_positive", "verification", 95)))
          .into(database);

      assertThat(database.rows("select id, active_anomalies from v_open_incidents"))
          .containsExactlyInAnyOrder("open|0", "foreseen|0");
      assertThat(
              database.rows(
                  "select system, incidents, mean_seconds_to_open, median_seconds_to_open, diagnosed, mean_seconds_to_diagnose from v_mttd order by 1"))
          .containsExactly(
              "*|4|30|20|3|35", "demo.shop|3|33.333333333333336|20|2|40", "other|1|20|20|1|25");
      assertThat(
              database.rows(
                  "select system, resolved, mean_seconds_to_resolve, median_seconds_to_resolve from v_mttr order by 1"))
          .containsExactly("*|3|146.66666666666666|100", "demo.shop|2|200|200", "other|1|40|40");
      assertThat(
              database.rows(
                  "select system, resolved, automatic, by_person, self_recovered, auto_resolved_share from v_auto_resolved_share order by 1"))
          .containsExactly(
              "*|3|1|1|1|0.3333333333333333",
              "ahead|0|0|0|0|null",
              "demo.shop|2|1|1|0|0.5",
              "other|1|0|0|1|0");
      assertThat(
              database.rows(
                  "select system, incidents, labelled, false_alarms, false_alarm_rate, false_alarm_rate_of_labelled from v_false_alarm_rate order by 1"))
          .containsExactly(
              "*|5|2|1|0.2|0.5", "ahead|1|0|0|0|null", "demo.shop|3|1|0|0|0", "other|1|1|1|1|1");
    }
  }
}
