package dev.nightshift.job.projection;

import static dev.nightshift.job.projection.Records.bytes;
import static dev.nightshift.job.projection.Records.request;
import static dev.nightshift.job.projection.Records.resolved;
import static dev.nightshift.job.projection.Records.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Grafana dashboards ask for is there: every query runs, every metric is counted. */
@Tag("slow")
class DashboardsIT {

  private static final Path DASHBOARDS = Path.of("../docs/grafana");

  /** Names of metrics that Flink itself has no part in. */
  private static final Pattern OWN =
      Pattern.compile(
          "flink_taskmanager_job_task_operator_([a-z_]+)\\{|nightshift_actuator_([a-z]+)_total");

  @TempDir private Path directory;

  /** Texts at a key, by the title of their panel. */
  private static Map<String, String> texts(String dashboard, String key) throws IOException {
    JsonNode tree = new ObjectMapper().readTree(DASHBOARDS.resolve(dashboard).toFile());
    Map<String, String> texts = new LinkedHashMap<>();
    for (JsonNode panel : tree.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        texts.put(
            panel.get("title").asText() + ' ' + target.get("refId").asText(),
            target.get(key).asText());
      }
    }
    return texts;
  }

  @Test
  void everyQueryOfTheIncidentsRuns() throws Exception {
    Map<String, String> rows = new LinkedHashMap<>();
    try (TestDatabase database = new TestDatabase(directory.resolve("pg"))) {
      DatabaseMigration.migrate(database.url(), "postgres", "", 0);
      new Projected()
          .with(
              Uids.INCIDENTS,
              bytes(resolved("auto", "demo.shop", 30, 100, AuthorKind.JOB)),
              bytes(resolved("alone", "other", 25, 40, AuthorKind.JOB)))
          .with(Uids.REQUESTS, bytes(ActionRequest.getEncoder(), request("auto")))
          .with(
              Uids.RESULTS, bytes(ActionResult.getEncoder(), result("auto", Outcome.SUCCEEDED, 58)))
          .into(database);
      for (Map.Entry<String, String> query : texts("incidents.json", "rawSql").entrySet()) {
        for (String system : new String[] {"*", "demo.shop"}) {
          rows.put(
              query.getKey() + ' ' + system,
              database.rows(asGrafanaSends(query.getValue(), system)).toString());
        }
      }
    }
    assertThat(rows.get("Median time to repair A demo.shop")).isEqualTo("[100]");
    assertThat(rows.get("Seconds to resolve A *")).contains("|demo.shop|100").contains("|other|40");
    assertThat(rows.get("Seconds to resolve A demo.shop")).doesNotContain("other");
    assertThat(rows.get("Incidents by how they ended A *"))
        .contains("|automatic|1")
        .contains("|self_recovered|1");
    assertThat(rows.get("Open A *")).isEqualTo("[0]");
  }

  /** With Grafana's macros and variables replaced, for all of time. */
  private static String asGrafanaSends(String sql, String system) {
    String sent =
        sql.replace("$system", system)
            .replaceAll("\\$__timeFilter\\(([^)]*)\\)", "$1 between '1970-01-01' and '2200-01-01'")
            .replaceAll(
                "\\$__timeGroupAlias\\(([^,]*), \\$__interval\\)",
                "date_trunc('hour', $1) as time");
    assertThat(sent).doesNotContain("$");
    return sent;
  }

  @Test
  void everyMetricOfThePipelineIsCountedSomewhere() throws Exception {
    Set<String> wanted = new TreeSet<>();
    for (String expression : texts("pipeline.json", "expr").values()) {
      Matcher own = OWN.matcher(expression);
      while (own.find()) {
        wanted.add(own.group(1) == null ? own.group(2) : own.group(1));
      }
    }
    assertThat(wanted).contains("windows_scored", "signals", "outcomes");
    StringBuilder sources = new StringBuilder();
    for (String module : new String[] {"../jobs", "../cep-patterns", "../actuator"}) {
      try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          sources.append(Files.readString(file));
        }
      }
    }
    assertThat(wanted).allSatisfy(name -> assertThat(sources).contains("\"" + name + "\""));
  }
}
