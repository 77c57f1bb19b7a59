package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code nightshift incidents}: the incidents as a table, or one with its evidence, actions and
 * timeline. Exit codes: 0 shown, 1 not found or no database, 2 wrong usage.
 */
@Command(
    name = "incidents",
    description = "Show incidents, or one in detail.",
    mixinStandardHelpOptions = true)
public final class IncidentsCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Show this one in detail.")
  private String id;

  @Option(names = "--state", description = "Only those in this state, for example RESOLVED.")
  private String state;

  @Option(
      names = "--since",
      paramLabel = "2h",
      converter = DurationConverter.class,
      description = "Only those that began in this time.")
  private Duration since;

  @Option(names = "--json", description = "One JSON value: an array, or an object with ID.")
  private boolean json;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Spec private CommandSpec spec;

  private Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws SQLException {
    Instant now = clock.instant();
    try (Connection database = connection.database()) {
      if (id == null) {
        list(database, now);
      } else {
        detail(database, now);
      }
    }
    return 0;
  }

  private void list(Connection database, Instant now) throws SQLException {
    List<IncidentView> incidents =
        IncidentQueries.list(
            database,
            state == null ? null : state.toUpperCase(Locale.ROOT),
            since == null ? null : now.minus(since));
    if (json) {
      ArrayNode array = new ObjectMapper().createArrayNode();
      incidents.forEach(incident -> array.add(node(incident)));
      print(array);
    } else {
      new IncidentTable(out(), colours()).print(incidents, now);
    }
  }

  private void detail(Connection database, Instant now) throws SQLException {
    IncidentView found =
        IncidentQueries.one(database, id)
            .orElseThrow(() -> new UserException("there is no incident " + id));
    JsonNode candidates = IncidentQueries.candidates(database, id);
    List<TimelineEntry> timeline = IncidentQueries.timeline(database, id);
    if (json) {
      ObjectNode node = node(found);
      node.set("candidates", candidates);
      ArrayNode entries = node.putArray("timeline");
      for (TimelineEntry entry : timeline) {
        entries
            .addObject()
            .put("at", entry.at().toString())
            .put("kind", entry.kind())
            .put("author", entry.author())
            .put("summary", entry.summary());
      }
      print(node);
    } else {
      new IncidentPage(out(), colours()).print(found, candidates, timeline, now);
    }
  }

  /** Colours are for people, never for a pipe or a file: picocli sees which it is. */
  private Ansi colours() {
    return spec.commandLine().getColorScheme().ansi();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void print(JsonNode node) {
    out().println(node);
  }

  final void setClock(Clock clock) {
    this.clock = clock;
  }

  private static ObjectNode node(IncidentView incident) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("id", incident.id());
    node.put("system", incident.system());
    node.put("state", incident.state());
    node.put("title", incident.title());
    node.put("rootCause", incident.rootCause());
    node.put("faultType", incident.faultType());
    node.put("confidence", incident.confidence());
    node.put("mode", incident.mode());
    node.put("onset", incident.onset().toString());
    node.put("resolvedAt", incident.resolvedAt() == null ? null : incident.resolvedAt().toString());
    ArrayNode entities = node.putArray("entities");
    incident.entities().forEach(entities::add);
    node.set("actions", incident.actions());
    HandlingView handling = incident.handling();
    node.put("plan", handling.plan());
    node.set("steps", handling.steps());
    node.set("approvals", handling.approvals());
    node.put("approvalsNeeded", handling.approvalsNeeded());
    node.put("acknowledgedBy", handling.acknowledgedBy());
    node.put("parent", handling.parent());
    ArrayNode children = node.putArray("children");
    handling.children().forEach(children::add);
    return node;
  }
}
