package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.job.audit.AuditLog;
import dev.nightshift.job.audit.AuditLog.Chain;
import dev.nightshift.job.audit.AuditLog.Verdict;
import dev.nightshift.job.audit.AuditRow;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code nightshift audit}: what was decided, ordered, done and said, and whether it still stands.
 */
@Command(
    name = "audit",
    description =
        "Verify or export the audit log: every decision, order, result and word of a person, chained by hashes.",
    footer = {
      "",
      "Examples:",
      "  nightshift audit verify                    exit code 1 if a row was changed, removed or put in",
      "  nightshift audit verify --expect 3f9c...   also if the log no longer ends one of its chains there",
      "  nightshift audit export > audit.jsonl      all of it, one JSON object a line"
    })
public final class AuditCommand implements Runnable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what: audit verify, or audit export");
  }

  @Command(
      name = "verify",
      description =
          "Computes every hash anew. Exit code 0: the log stands; 1: it was tampered with.")
  int verify(
      @Option(
              names = "--expect",
              paramLabel = "HASH",
              description =
                  "The end of a chain as noted earlier; it has to be part of the log. Finds a log whose end was cut off.")
          String expected,
      @Option(names = "--json", description = "One JSON object.") boolean json,
      @Mixin ConnectionOptions connection)
      throws SQLException {
    Sought sought = new Sought(expected);
    Verdict verdict;
    try (Connection database = connection.database()) {
      verdict = AuditLog.verify(database, sought);
    }
    if (json) {
      out().println(json(verdict, sought.found));
    } else {
      print(verdict, sought.found ? null : expected);
    }
    return verdict.holds() && sought.found ? 0 : 1;
  }

  @Command(name = "export", description = "Writes the log as JSON lines, chain by chain.")
  int export(@Mixin ConnectionOptions connection) throws SQLException {
    try (Connection database = connection.database()) {
      AuditLog.read(
          database,
          (row, previous, hash) ->
              out()
                  .println(
                      MAPPER
                          .createObjectNode()
                          .put("topic", row.topic())
                          .put("partition", row.partition())
                          .put("position", row.position())
                          .put("at", Instant.ofEpochMilli(row.at()).toString())
                          .put("record", row.record())
                          .put("payload", row.payload())
                          .put("previous", HEX.formatHex(previous))
                          .put("hash", HEX.formatHex(hash))));
    }
    out().flush();
    return 0;
  }

  /** Looks out for a row with the hash that was noted earlier. */
  private static final class Sought implements AuditLog.Reader {

    private final String hash;
    private boolean found;

    /** Without a hash there is nothing to miss. */
    Sought(String hash) {
      this.hash = hash == null ? null : hash.strip();
      this.found = hash == null;
    }

    @Override
    public void row(AuditRow row, byte[] previous, byte[] own) {
      found = found || HEX.formatHex(own).equalsIgnoreCase(hash);
    }
  }

  private void print(Verdict verdict, String missing) {
    for (Chain chain : verdict.chains()) {
      out().printf("%-36s %8d rows, ends %s%n", chain.name(), chain.rows(), chain.end());
    }
    verdict.breaks().forEach(out()::println);
    if (missing != null) {
      out().println("the log has no row with hash " + missing + ": its end was cut off");
    }
    out()
        .println(
            verdict.holds() && missing == null
                ? "%d rows, every hash holds".formatted(verdict.rows())
                : "THE LOG WAS TAMPERED WITH");
    out().flush();
  }

  private static ObjectNode json(Verdict verdict, boolean found) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("holds", verdict.holds() && found).put("rows", verdict.rows());
    ArrayNode chains = node.putArray("chains");
    for (Chain chain : verdict.chains()) {
      chains
          .addObject()
          .put("name", chain.name())
          .put("rows", chain.rows())
          .put("end", chain.end());
    }
    ArrayNode breaks = node.putArray("breaks");
    verdict.breaks().forEach(breaks::add);
    if (!found) {
      breaks.add("the expected end is not part of the log");
    }
    return node;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
