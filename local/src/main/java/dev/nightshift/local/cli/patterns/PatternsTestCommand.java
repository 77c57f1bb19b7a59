package dev.nightshift.local.cli.patterns;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.patterns.PatternCase;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.patterns.PatternLibrary.Source;
import dev.nightshift.patterns.PatternTrial;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift patterns test}: patterns over cases and recordings, by the job's operator. */
@Command(
    name = "test",
    description = {
      "Runs patterns over cases (.yaml: what must match and what must not) and over recorded",
      "anomalies and changes (.jsonl: prints what matches). Ends with 1 if a case fails."
    },
    footer = {
      "",
      "Examples:",
      "  nightshift patterns test cep-patterns/cases",
      "  nightshift patterns test cep-patterns/samples/bad_deployment_night.jsonl",
      "  nightshift patterns test my-cases.yaml --patterns mine.yaml --json"
    })
public final class PatternsTestCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Cases (.yaml), recordings (.jsonl), or directories of them.")
  private List<Path> paths;

  @Option(
      names = "--patterns",
      paramLabel = "PATH",
      description = "A pattern file or directory; may be given again (default: the shipped ones).")
  private List<Path> patterns = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PatternLibrary library = NamedFiles.library(patterns);
    List<PatternCase> cases = new ArrayList<>();
    List<SystemEvent> recorded = new ArrayList<>();
    for (Source file : NamedFiles.read(paths, ".yaml", ".jsonl")) {
      if (file.name().endsWith(".yaml")) {
        cases.addAll(PatternCase.read(file.name(), file.yaml()));
      } else {
        recorded.addAll(PatternCase.readRecording(file.name(), file.yaml().lines().toList()));
      }
    }
    List<SystemEvent> all = new ArrayList<>(recorded);
    cases.forEach(one -> all.addAll(one.events()));
    List<PatternMatch> matches = PatternTrial.run(library, all);
    List<String> failures =
        cases.stream().map(one -> failure(one, matches)).filter(Objects::nonNull).toList();
    List<PatternMatch> found =
        matches.stream()
            .filter(match -> cases.stream().noneMatch(c -> c.system().equals(match.system())))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .writeValueAsString(
                  Map.of(
                      "cases",
                      cases.size(),
                      "failures",
                      failures,
                      "matches",
                      found.stream().map(PatternsTestCommand::fields).toList())));
    } else {
      found.forEach(match -> out.println(line(match)));
      if (!recorded.isEmpty()) {
        out.printf("%d recorded events, %d matches.%n", recorded.size(), found.size());
      }
      failures.forEach(out::println);
      if (!cases.isEmpty()) {
        out.printf("%d cases, %d failed.%n", cases.size(), failures.size());
      }
    }
    out.flush();
    return failures.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** What went otherwise than the case says; null if nothing. */
  private static String failure(PatternCase one, List<PatternMatch> matches) {
    List<String> blamed =
        matches.stream()
            .filter(m -> m.system().equals(one.system()) && m.pattern().equals(one.pattern()))
            .map(PatternMatch::entity)
            .distinct()
            .toList();
    List<String> expected = one.blames() == null ? List.of() : List.of(one.blames());
    return blamed.equals(expected)
        ? null
        : one.where()
            + ": "
            + one.name()
            + ": expected "
            + (expected.isEmpty() ? "no match" : "blame for " + expected.get(0))
            + ", found "
            + (blamed.isEmpty() ? "no match" : "blame for " + String.join(", ", blamed));
  }

  private static String line(PatternMatch match) {
    return String.format(
        "%s  %-28s %s: %s",
        Instant.ofEpochMilli(match.timeMillis()), match.pattern(), match.entity(), match.text());
  }

  private static Map<String, Object> fields(PatternMatch match) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", Instant.ofEpochMilli(match.timeMillis()).toString());
    fields.put("pattern", match.pattern());
    fields.put("entity", match.entity());
    fields.put("fault_type", match.faultType());
    fields.put("events", match.events());
    return fields;
  }
}
