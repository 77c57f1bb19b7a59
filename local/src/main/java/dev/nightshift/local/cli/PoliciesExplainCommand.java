package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code nightshift policies explain}: which rule governed an incident, which did not and why, and
 * which limit stopped what. The words are the job's own, kept when it decided; nothing is worked
 * out again. Exit codes: 0 shown, 1 not found or no database, 2 wrong usage.
 */
@Command(
    name = "explain",
    description = "Say which rule governed an incident, and which limit stopped what.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  nightshift policies explain demo.shop~3f9c2a71de --json"})
public final class PoliciesExplainCommand implements Callable<Integer> {

  @Parameters(paramLabel = "INCIDENT")
  private String incident;

  @Option(names = "--json", description = "One JSON array, an object for each decision.")
  private boolean json;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException {
    List<DecisionView> decisions;
    try (Connection database = connection.database()) {
      if (IncidentQueries.one(database, incident).isEmpty()) {
        throw new UserException("there is no incident " + incident);
      }
      decisions = IncidentQueries.decisions(database, incident);
    }
    if (json) {
      out().println(array(decisions));
    } else if (decisions.isEmpty()) {
      out().println("the policies were not asked about " + incident + " yet");
    } else {
      decisions.forEach(this::print);
    }
    return 0;
  }

  private void print(DecisionView decision) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    out()
        .println(
            Words.bold(
                ansi,
                "%d. %s UTC  %s%s"
                    .formatted(
                        decision.sequence(),
                        Words.moment(decision.at()),
                        verdict(decision.verdict()),
                        decision.action().isEmpty() ? "" : ": " + Words.clean(decision.action()))));
    out().println("   policies " + Words.clean(decision.policyVersion()) + mode(decision));
    for (JsonNode rule : decision.rules()) {
      boolean governs = rule.path("governs").asBoolean();
      out()
          .println(
              "   %s %s  %s"
                  .formatted(
                      Words.style(ansi, governs ? "green" : "faint", governs ? "+" : "-"),
                      text(rule, "rule"),
                      Words.faint(ansi, text(rule, "reason"))));
    }
    for (JsonNode stop : decision.limits()) {
      out()
          .println(
              "   %s %s stopped by %s: %s"
                  .formatted(
                      Words.style(ansi, "red", "!"),
                      text(stop, "action"),
                      text(stop, "limit"),
                      text(stop, "text")));
    }
    out().println("   because: " + Words.clean(decision.reason()));
    out().println();
  }

  private static String mode(DecisionView decision) {
    return decision.mode().isEmpty() ? "" : ", mode " + Words.clean(decision.mode());
  }

  private static String verdict(String verdict) {
    return switch (verdict) {
      case "act" -> "acts alone";
      case "ask" -> "asks a person";
      case "say" -> "only says what it would do";
      case "wait" -> "waits";
      case "nothing" -> "leaves it to a person";
      default -> Words.clean(verdict);
    };
  }

  private static String text(JsonNode node, String field) {
    return Words.clean(node.path(field).asText());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static ArrayNode array(List<DecisionView> decisions) {
    ArrayNode array = new ObjectMapper().createArrayNode();
    for (DecisionView decision : decisions) {
      ObjectNode node = array.addObject();
      node.put("sequence", decision.sequence());
      node.put("at", decision.at().toString());
      node.put("verdict", decision.verdict());
      node.put("mode", decision.mode());
      node.put("rule", decision.rule());
      node.put("action", decision.action());
      node.put("policyVersion", decision.policyVersion());
      node.set("rules", decision.rules());
      node.set("limits", decision.limits());
      node.put("reason", decision.reason());
    }
    return array;
  }
}
