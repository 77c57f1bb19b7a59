package dev.nightshift.local.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.nightshift.job.config.JobFile;
import dev.nightshift.local.NightshiftCommand;
import dev.nightshift.patterns.PatternCase;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.remedy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParameterException;

/** What the documents say exists, does. */
class DocumentsTest {

  private static final Pattern WORDS = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** What a build or a run makes, and not a checkout. */
  private static final Pattern MADE = Pattern.compile("(.*/)?target/.*|.*\\.nightshift/.*");

  private static final Pattern PATH = Pattern.compile("[\\w.-]+(/[\\w.@-]+)+/?|[\\w-]+/");

  @TempDir private Path directory;

  static List<Document> documents() {
    return Document.all();
  }

  @Test
  void theTwoCommandsAreThoseThatOthersRelyOn() throws IOException {
    Document readme = Document.read("README.md");
    assertThat(readme.commands()).contains("./nightshift demo", "mvn -B -Pall verify");
    assertThat(Files.readString(Document.REPOSITORY.resolve(".ci/run")))
        .contains("command='mvn -B -Pall verify'");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commandsAndTheirOptionsExist(Document document) {
    for (String command : document.commands()) {
      List<String> words = words(command);
      boolean ours = words.get(0).equals("./nightshift") || words.get(0).equals("nightshift");
      if (ours && words.size() == 2) {
        // A command that is only spoken of.
        assertThat(NightshiftCommand.commandLine().getSubcommands())
            .as("%s: %s", document, command)
            .containsKey(words.get(1));
      } else if (ours && words.size() > 2) {
        assertThatCode(() -> parse(words.subList(1, words.size())))
            .as("%s: %s", document, command)
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void aWrongOptionWouldBeFound() {
    assertThatThrownBy(() -> parse(words("demo --sped 3"))).isInstanceOf(ParameterException.class);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linkedFilesExist(Document document) {
    Path here = Document.REPOSITORY.resolve(document.path()).getParent();
    assertThat(document.links())
        .allSatisfy(link -> assertThat(here.resolve(link.replaceAll("#.*", ""))).exists());
  }

  /** Only what begins with a folder that exists is taken for a file name. */
  @ParameterizedTest
  @MethodSource("documents")
  void filesThatAreNamedExist(Document document) {
    Path module = Document.REPOSITORY.resolve(document.path()).getParent();
    for (String code : document.code()) {
      String name = code.replaceAll("\\s.*", "");
      if (!PATH.matcher(name).matches() || MADE.matcher(name).matches()) {
        continue;
      }
      String first = name.substring(0, name.indexOf('/'));
      List<Path> places =
          Stream.of(Document.REPOSITORY, module)
              .filter(place -> Files.exists(place.resolve(first)))
              .toList();
      if (!places.isEmpty()) {
        assertThat(places)
            .as("%s: %s", document, name)
            .anyMatch(place -> Files.exists(place.resolve(name)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void examplesInYamlAreValid(Document document) throws IOException {
    for (String yaml : document.blocks("yaml")) {
      if (yaml.contains("\nsources:")) {
        assertThat(JobFile.load(ExampleJobFile.write(directory, yaml)).sources()).isNotEmpty();
      } else if (yaml.contains("\nrules:")) {
        assertThat(PolicyFile.parse(document.path(), yaml).rules()).isNotEmpty();
      } else if (yaml.contains("\nstages:")) {
        var pattern = new PatternLibrary.Source(document.path(), yaml);
        assertThat(PatternLibrary.load(List.of(pattern)).refused()).isEmpty();
      } else if (yaml.contains("\ncases:")) {
        assertThat(PatternCase.read(document.path(), yaml)).isNotEmpty();
      } else {
        fail("%s: an example of which nobody knows what it is:%n%s", document, yaml);
      }
    }
  }

  @Test
  void viewsAndTablesExist() throws IOException {
    Set<String> made = new TreeSet<>();
    try (Stream<Path> files =
        Files.list(Document.REPOSITORY.resolve("jobs/src/main/resources/db/migration"))) {
      for (Path file : files.toList()) {
        made.addAll(names("create (?:table|view) (\\w+)", Files.readString(file)));
      }
    }
    String readme = Document.read("README.md").text();
    Set<String> used = names("\\b(v_\\w+)", readme);
    String sql = String.join("\n", Document.read("README.md").blocks("sql"));
    used.addAll(names("from (\\w+)", sql));
    assertThat(used).isNotEmpty();
    assertThat(made).containsAll(used);
    // All views are for people: none may be left out.
    assertThat(used).containsAll(made.stream().filter(name -> name.startsWith("v_")).toList());
  }

  private static void parse(List<String> arguments) {
    NightshiftCommand.commandLine().parseArgs(arguments.toArray(String[]::new));
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    for (MatchResult word : WORDS.matcher(command).results().toList()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    return words.isEmpty() ? List.of("") : words;
  }

  private static Set<String> names(String pattern, String text) {
    Set<String> names = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }
}
