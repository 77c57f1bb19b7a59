package dev.nightshift.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.incident.ApprovalHash;
import dev.nightshift.job.projection.DatabaseMigration;
import dev.nightshift.job.projection.DirectRows;
import dev.nightshift.local.runtime.EmbeddedDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that read incidents, on a real database that the projection's statements filled. */
@Tag("slow")
class IncidentsCommandIT {

  private static final Clock FIVE_MINUTES_LATER =
      Clock.fixed(SomeIncidents.MIDNIGHT.plusSeconds(300), ZoneOffset.UTC);

  @TempDir private static Path directory;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void fill() throws Exception {
    database = EmbeddedDatabase.start(directory, 0);
    DatabaseMigration.migrate(database.jdbcUrl(), database.user(), "", 0);
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl())) {
      DirectRows rows = new DirectRows(connection);
      rows.write(SomeIncidents.waiting());
      rows.write(SomeIncidents.healed());
      rows.write(SomeIncidents.anomaly());
      rows.write(
          FeedbackLabel.newBuilder()
              .setId("f1")
              .setEntity("demo.shop/session-cache")
              .setIncident(SomeIncidents.HEALED)
              .setLabel("true_positive")
              .setFrom(SomeIncidents.at(-3600))
              .setTo(SomeIncidents.at(-3505))
              .setAuthor("ada")
              .setAt(SomeIncidents.at(-3000))
              .build());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void theListIsAlignedNewestFirstAndSaysWhoIsWanted() {
    assertThat(run().lines())
        .containsExactly(
            "STATE              ONSET (UTC)                      LASTED   CAUSE                                    INCIDENT              TITLE",
            "AWAITING_APPROVAL  2026-03-01 00:00:00  5m 00s ago  ongoing  memory_leak in orders, 82 %              demo.shop~4fd1c0ffee  orders: memory 930000000 (usual 412000000); root cause memory_leak of orders 0.82",
            "RESOLVED           2026-02-28 23:00:00  1h 05m ago  1m 35s   cache_corruption in session-cache, 97 %  demo.shop~0badcafe42  catalog: cache_hit_ratio 0.11 (usual 0.94)",
            "",
            "2 incidents, 1 awaiting your approval. In detail: nightshift incidents INCIDENT");
  }

  @Test
  void filtersNarrow() {
    assertThat(run("--state", "resolved"))
        .contains(SomeIncidents.HEALED)
        .doesNotContain(SomeIncidents.WAITING);
    assertThat(run("--since", "10m"))
        .contains(SomeIncidents.WAITING)
        .doesNotContain(SomeIncidents.HEALED);
    assertThat(run("--since", "10m", "--state", "RESOLVED"))
        .isEqualToIgnoringNewLines("no incidents");
  }

  @Test
  void oneIncidentShowsEvidenceActionsTimelineAndWhatIsAsked() {
    assertThat(run(SomeIncidents.WAITING))
        .isEqualToNormalizingNewlines(
            """
            orders: memory 930000000 (usual 412000000); root cause memory_leak of orders 0.82

              state     AWAITING_APPROVAL
              incident  demo.shop~4fd1c0ffee
              system    demo.shop, mode approve
              onset     2026-03-01 00:00:00 UTC, 5m 00s ago
              resolved  not yet
              symptoms  orders, checkout

            CAUSES
                82 %  memory_leak in orders
                      + deviates first, 40 s before checkout  (onset)
                      - nothing changed in 30 min  (change)
                18 %  slow_database in payment

            ACTIONS
              restart orders  planned
                with    drain=a=b, "c", grace=30s
                why     it helped 7 of 8 times
                policy  shop

            TIMELINE (UTC, and time since the onset)
              2026-03-01
              00:00:00        +0s  anomaly    orders is strange: score 4.500 over 1.250 (memory)  (service@1)
              00:00:20       +20s  state      OPEN: anomaly in orders  (job)
              00:00:40       +40s  diagnosis  memory_leak in orders (82 %)  (job)
              00:00:40       +40s  state      OPEN -> DIAGNOSED: memory_leak 0.82  (job)
              00:01:00    +1m 00s  state      DIAGNOSED -> AWAITING_APPROVAL: restart has medium risk  (job)

            YOUR TURN
              nightshift approve demo.shop~4fd1c0ffee    or    nightshift reject demo.shop~4fd1c0ffee
            """);
    assertThat(run(SomeIncidents.HEALED))
        .contains("resolved  2026-02-28 23:01:35 UTC, after 1m 35s")
        .contains("clear_cache session-cache  succeeded in 7s")
        .contains("result  12,408 keys dropped")
        .contains("23:10:00   +10m 00s  feedback   true_positive  (ada)");
  }

  @Test
  void jsonIsForScripts() throws Exception {
    JsonNode list = new ObjectMapper().readTree(run("--json"));
    assertThat(list.findValuesAsText("id"))
        .containsExactly(SomeIncidents.WAITING, SomeIncidents.HEALED);
    assertThat(list.get(0).get("resolvedAt").isNull()).isTrue();

    JsonNode one = new ObjectMapper().readTree(run(SomeIncidents.WAITING, "--json"));
    assertThat(one.get("onset").asText()).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(one.get("entities").get(1).asText()).isEqualTo("demo.shop/checkout");
    assertThat(one.get("candidates").get(0).get("evidence").get(1).get("stance").asText())
        .isEqualTo("AGAINST");
    assertThat(one.get("timeline").findValuesAsText("kind"))
        .containsExactly("anomaly", "state", "diagnosis", "state", "state");
  }

  @Test
  void anExplanationIsTheJobsOwn() throws Exception {
    assertThat(explain(SomeIncidents.HEALED))
        .isEqualToNormalizingNewlines(
            """
            1. 2026-02-28 23:00:40 UTC  waits: clear_cache
               policies shop-1@0badcafe, mode auto
               - memory leak  is not about cache_corruption
               + cache corruption  all it asks for holds
               ! clear_cache stopped by cooldown: cools down for another 10 s
               because: clear_cache cools down

            """);
    JsonNode json = new ObjectMapper().readTree(explain(SomeIncidents.HEALED, "--json"));
    assertThat(json.get(0).get("rules").get(1).get("governs").asBoolean()).isTrue();
    assertThat(explain(SomeIncidents.WAITING)).contains("were not asked");
  }

  private static String explain(String... arguments) {
    StringWriter out = new StringWriter();
    List<String> all = new ArrayList<>(List.of("explain"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--jdbc-url", database.jdbcUrl(), "--user", database.user()));
    int code =
        new CommandLine(new PoliciesCommand())
            .setOut(new PrintWriter(out, true))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .execute(all.toArray(String[]::new));
    assertThat(code).isZero();
    return out.toString();
  }

  @Test
  void anApprovalCarriesTheHashThatTheJobComputes() throws Exception {
    Incident incident = SomeIncidents.waiting();
    StringWriter shown = new StringWriter();
    ApproveCommand command = new ApproveCommand();
    CommandLine line = new CommandLine(command).setOut(new PrintWriter(shown, true));
    line.parseArgs(incident.getId(), "--jdbc-url", database.jdbcUrl(), "--user", database.user());

    ControlMessage message = command.message();

    assertThat(message.getSubject()).matches("[0-9a-f]{64}").isEqualTo(ApprovalHash.of(incident));
    assertThat(shown.toString()).contains("restart on demo.shop/orders").contains("grace");
  }

  private static String run(String... arguments) {
    IncidentsCommand command = new IncidentsCommand();
    command.setClock(FIVE_MINUTES_LATER);
    StringWriter out = new StringWriter();
    CommandLine line =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    String[] all = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    all[0] = "--jdbc-url";
    all[1] = database.jdbcUrl();
    all[2] = "--user";
    all[3] = database.user();
    assertThat(line.execute(all)).isZero();
    return out.toString();
  }
}
