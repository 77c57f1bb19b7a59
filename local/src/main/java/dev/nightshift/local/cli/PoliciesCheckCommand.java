package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.config.ConfigException;
import dev.nightshift.remedy.PolicyFile;
import dev.nightshift.remedy.PolicyReview;
import dev.nightshift.remedy.PolicySet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code nightshift policies check}: whether the running job would take these files. Exit codes: 0
 * all are valid, 1 one is not, 2 wrong usage. Warnings change no exit code.
 */
@Command(
    name = "check",
    description =
        "Say whether policy files are valid: every mistake with file, line and what was expected.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  nightshift policies check jobs/policies/shop.yaml",
      "  nightshift policies check jobs/policies --json"
    })
public final class PoliciesCheckCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      defaultValue = "jobs/policies",
      description = "Files, or directories of .yaml files (default: ${DEFAULT-VALUE}).")
  private List<Path> files;

  @Option(names = "--json", description = "One JSON array, an object for each file.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** What is to say about a file; no policies if it is wrong. */
  private record Finding(Path file, PolicySet policies, List<ConfigException> errors) {

    List<String> warnings() {
      return policies == null ? List.of() : PolicyReview.warnings(policies);
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Path file : files()) {
      findings.add(check(file));
    }
    if (json) {
      spec.commandLine().getOut().println(array(findings));
    } else {
      findings.forEach(this::print);
    }
    boolean wrong = findings.stream().anyMatch(finding -> finding.policies() == null);
    return wrong ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        try (Stream<Path> children = Files.list(file)) {
          children.filter(child -> child.toString().endsWith(".yaml")).sorted().forEach(all::add);
        }
      } else if (Files.isRegularFile(file)) {
        all.add(file);
      } else {
        throw new UserException("there is neither a file nor a directory " + file);
      }
    }
    if (all.isEmpty()) {
      throw new UserException("there is no .yaml file in " + files);
    }
    return all;
  }

  private static Finding check(Path file) throws IOException {
    try {
      PolicySet policies = PolicyFile.parse(file.toString(), Files.readString(file));
      return new Finding(file, policies, List.of());
    } catch (ConfigException e) {
      return new Finding(file, null, e.problems());
    }
  }

  private void print(Finding finding) {
    PrintWriter out = spec.commandLine().getOut();
    for (ConfigException error : finding.errors()) {
      out.println(word("@|red wrong|@   ") + error.getMessage());
    }
    if (finding.policies() != null) {
      out.printf(
          "%s%s: %s, %d rules, %d actions%n",
          word(finding.warnings().isEmpty() ? "@|green valid|@   " : "@|yellow valid|@   "),
          finding.file(),
          finding.policies().id(),
          finding.policies().rules().size(),
          finding.policies().actions().size());
    }
    for (String warning : finding.warnings()) {
      out.println("          " + warning);
    }
  }

  private String word(String markup) {
    return spec.commandLine().getColorScheme().ansi().string(markup);
  }

  private static ArrayNode array(List<Finding> findings) {
    ArrayNode array = new ObjectMapper().createArrayNode();
    for (Finding finding : findings) {
      ObjectNode node = array.addObject();
      node.put("file", finding.file().toString());
      node.put("valid", finding.policies() != null);
      if (finding.policies() == null) {
        ArrayNode errors = node.putArray("errors");
        for (ConfigException error : finding.errors()) {
          errors.addObject().put("line", error.line()).put("error", error.getMessage());
        }
      } else {
        node.put("version", finding.policies().id());
        ArrayNode rules = node.putArray("rules");
        finding.policies().rules().forEach(rule -> rules.add(rule.name()));
      }
      ArrayNode warnings = node.putArray("warnings");
      finding.warnings().forEach(warnings::add);
    }
    return array;
  }
}
