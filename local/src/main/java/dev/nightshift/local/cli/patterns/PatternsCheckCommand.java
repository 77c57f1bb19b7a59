package dev.nightshift.local.cli.patterns;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.patterns.PatternDefinition;
import dev.nightshift.patterns.PatternLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift patterns check}: what is wrong with pattern files, and where. */
@Command(
    name = "check",
    description = "Says of pattern files what is wrong, and in which line.",
    footer = {
      "",
      "Examples:",
      "  nightshift patterns check cep-patterns/patterns",
      "  nightshift patterns check mine.yaml --json"
    })
public final class PatternsCheckCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Pattern files, or directories of .yaml files.")
  private List<Path> paths;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PatternLibrary library = PatternLibrary.load(NamedFiles.read(paths, ".yaml"));
    List<String> good = library.patterns().stream().map(PatternDefinition::name).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .writeValueAsString(Map.of("patterns", good, "refused", library.refused())));
    } else {
      library.refused().forEach(out::println);
      out.printf("%d patterns are right, %d are not.%n", good.size(), library.refused().size());
    }
    out.flush();
    return library.refused().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
