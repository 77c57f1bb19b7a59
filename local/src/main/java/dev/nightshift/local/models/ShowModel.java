package dev.nightshift.local.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.local.cli.ConnectionOptions;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.models.StoreSnapshot;
import dev.nightshift.models.StoredModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code nightshift models show}: the versions of one name, and what a running job made of them.
 */
@Command(
    name = "show",
    description = "Show the versions of one model, and what the running job said of them.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  nightshift models show demo.shop.orders"})
final class ShowModel implements Callable<Integer> {

  private static final String HISTORY =
      "select version, event, role, at, reason from models where model = ?"
          + " order by at desc, event, role limit ?";

  @Parameters(paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Option(
      names = "--events",
      defaultValue = "20",
      description = "Newest events to show (default: ${DEFAULT-VALUE}).")
  private int events;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Mixin private StoreOptions options = new StoreOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, SQLException {
    StoreSnapshot snapshot = options.snapshot();
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("name", name);
    node.put("champion", snapshot.champions().get(name));
    node.put("pinned", snapshot.pins().get(name));
    ArrayNode versions = node.putArray("versions");
    for (StoredModel model : StoreOptions.versions(snapshot, name)) {
      versions
          .addObject()
          .put("version", model.version())
          .put("bytes", model.size())
          .put("modified", Instant.ofEpochMilli(model.modifiedMillis()).toString())
          .put("hash", model.hash());
    }
    String away = history(node.putArray("events"));
    if (json) {
      node.put("eventsMissing", away);
      spec.commandLine().getOut().println(node);
    } else {
      print(node, away);
    }
    return 0;
  }

  /** Fills in what the job said; returns why it could not be asked, or null. */
  private String history(ArrayNode history) throws SQLException {
    try (Connection database = connection.database();
        PreparedStatement query = database.prepareStatement(HISTORY)) {
      query.setString(1, name);
      query.setInt(2, events);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          history
              .addObject()
              .put("at", rows.getTimestamp(4).toInstant().toString())
              .put("version", rows.getString(1))
              .put("event", rows.getString(2))
              .put("role", rows.getString(3))
              .put("reason", rows.getString(5));
        }
      }
      return null;
    } catch (UserException e) {
      // The store alone is an answer; where the job's word is missing, that is said.
      return e.getMessage();
    }
  }

  private void print(ObjectNode node, String away) {
    PrintWriter out = spec.commandLine().getOut();
    for (var version : node.get("versions")) {
      String id = version.get("version").asText();
      out.printf(
          "%s  %d bytes  %s  %s%s%s%n",
          id,
          version.get("bytes").asLong(),
          version.get("modified").asText(),
          version.get("hash").asText().substring(0, 12),
          id.equals(node.get("champion").asText()) ? "  champion file" : "",
          id.equals(node.get("pinned").asText()) ? "  pinned" : "");
    }
    out.println();
    if (away != null) {
      out.println("What the running job says is not known: " + away);
    }
    for (var event : node.get("events")) {
      out.printf(
          "%s  %s %s %s: %s%n",
          event.get("at").asText(),
          event.get("version").asText(),
          event.get("event").asText(),
          event.get("role").asText(),
          event.get("reason").asText(""));
    }
  }
}
