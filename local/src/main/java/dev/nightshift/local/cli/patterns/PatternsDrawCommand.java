package dev.nightshift.local.cli.patterns;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.patterns.PatternDefinition;
import dev.nightshift.patterns.PatternPicture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift patterns draw}: a picture of each pattern. */
@Command(
    name = "draw",
    description = "Draws patterns as SVG pictures, which every browser shows.",
    footer = {
      "",
      "Examples:",
      "  nightshift patterns draw cep-patterns/patterns/oom_kill.yaml --to oom_kill.svg",
      "  nightshift patterns draw cep-patterns/patterns --to target/pictures"
    })
public final class PatternsDrawCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Pattern files, or directories of .yaml files.")
  private List<Path> paths;

  @Option(
      names = "--to",
      paramLabel = "PATH",
      defaultValue = ".",
      description =
          "A .svg file for one pattern, or a directory for NAME.svg of each (default: ${DEFAULT-VALUE}).")
  private Path to;

  @Option(names = "--json", description = "Print one JSON object with the pictures' names.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<PatternDefinition> patterns = NamedFiles.library(paths).patterns();
    boolean single = to.toString().endsWith(".svg");
    if (single && patterns.size() != 1) {
      throw new UserException(
          "one file holds one picture, and these are "
              + patterns.size()
              + " patterns: name a directory with --to");
    }
    PrintWriter out = spec.commandLine().getOut();
    List<String> drawn = new ArrayList<>();
    for (PatternDefinition pattern : patterns) {
      Path file = single ? to : to.resolve(pattern.name() + ".svg");
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      Files.writeString(file, PatternPicture.svg(pattern));
      drawn.add(file.toString());
    }
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(Map.of("pictures", drawn)));
    } else {
      drawn.forEach(out::println);
    }
    out.flush();
    return ExitCode.OK;
  }
}
