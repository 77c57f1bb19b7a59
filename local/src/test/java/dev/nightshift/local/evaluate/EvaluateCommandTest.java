package dev.nightshift.local.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command reads, writes and refuses; by a baseline, which needs no cluster. */
class EvaluateCommandTest {

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path first;

  @BeforeEach
  void write() throws IOException {
    first = RecordedFiles.series(directory, "one", 1);
    RecordedFiles.series(directory, "two", 5);
    Files.writeString(directory.resolve("FACTS.md"), "not a series");
  }

  private int run(String... arguments) {
    CommandLine line = NightshiftCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] all = new String[arguments.length + 1];
    all[0] = "evaluate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return line.execute(all);
  }

  @Test
  void aDirectoryGivesATableAndOneObjectAsTheLastLine() throws IOException {
    int code = run("--directory", directory.toString(), "--baseline", "pca", "--json");

    assertThat(code).as(err.toString()).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).anyMatch(line -> line.startsWith("mean "));
    JsonNode object = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(object.fieldNames()).toIterable().containsExactly("mean", "series");
    assertThat(object.get("mean").fieldNames())
        .toIterable()
        .containsExactly("vus_pr", "auc_pr", "f1", "event_recall", "false_alarms_per_day");
    assertThat(object.get("series")).hasSize(2);
    assertThat(object.get("series").get(0).fieldNames())
        .toIterable()
        .containsExactly("name", "vus_pr", "auc_pr", "f1", "event_recall", "false_alarms_per_day");
    assertThat(object.get("series").get(0).get("name").asText()).isEqualTo("one");
    assertThat(object.get("mean").get("f1").asDouble()).isGreaterThan(0.9);
    assertThat(object.get("mean").get("event_recall").asDouble()).isEqualTo(1);
  }

  @Test
  void writesOneLinePerRow() throws IOException {
    Path scores = directory.resolve("out/scores.csv");
    int code =
        run(
            "--test",
            first.resolve("test.csv").toString(),
            "--train-rows",
            "300",
            "--baseline",
            "knn",
            "--out",
            scores.toString());

    assertThat(code).as(err.toString()).isZero();
    List<String> lines = Files.readAllLines(scores);
    assertThat(lines).hasSize(RecordedFiles.STEPS + 1);
    assertThat(lines.get(0)).isEqualTo("row,score,threshold,anomaly");
    assertThat(lines.get(1)).matches("0,[0-9.E-]+,[0-9.E-]+,0");
    assertThat(lines.get(RecordedFiles.FAULT_FROM + 10)).endsWith(",1");
  }

  @Test
  void saysWhatIsWrongAndHowToMendIt() throws IOException {
    String test = first.resolve("test.csv").toString();
    String train = first.resolve("train.csv").toString();

    assertThat(run("--test", test, "--out", "scores.csv")).isEqualTo(1);
    assertThat(err.toString()).contains("either --train FILE or --train-rows N");
    assertThat(run("--test", test, "--train", "nowhere.csv", "--out", "scores.csv")).isEqualTo(1);
    assertThat(err.toString()).contains("There is no file nowhere.csv");
    assertThat(run("--test", test, "--train", train)).isEqualTo(1);
    assertThat(err.toString()).contains("--out FILE, --labels FILE or both");
    assertThat(run("--directory", first.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("expected NAME/train.csv");
    assertThat(run("--directory", directory.toString(), "--baseline", "magic")).isEqualTo(1);
    assertThat(err.toString()).contains("[pca, knn, iforest, rcf, zscore]");
    assertThat(run("--directory", directory.toString(), "--train-rows", "few")).isEqualTo(1);
    assertThat(err.toString()).contains("expected a number of at least 200, or auto");
    assertThat(run("--directory", directory.toString(), "--step", "7m")).isEqualTo(1);
    assertThat(err.toString()).contains("a whole part of a day");
  }

  @Test
  void filesThatDoNotFitTogetherAreRefused() throws IOException {
    Files.writeString(first.resolve("test_label.csv"), "label\n0\n");
    assertThat(run("--directory", directory.toString(), "--baseline", "pca")).isEqualTo(1);
    assertThat(err.toString()).contains("1 labels", "600 rows", "one label per row");

    Files.delete(first.resolve("test_label.csv"));
    assertThat(run("--directory", directory.toString(), "--baseline", "pca")).isEqualTo(1);
    assertThat(err.toString()).contains("has no test_label.csv");

    Path other = Files.writeString(directory.resolve("other.csv"), "a,b,c\n1,2,3\n");
    String test = first.resolve("test.csv").toString();
    assertThat(run("--test", test, "--train", other.toString(), "--out", "x.csv")).isEqualTo(1);
    assertThat(err.toString()).contains("expected the same in both");
  }

  @Test
  void leavingOneOutWantsOthersOfTheSameFeatures() throws IOException {
    assertThat(
            run(
                "--test",
                first.resolve("test.csv").toString(),
                "--train-rows",
                "300",
                "--out",
                directory.resolve("s.csv").toString(),
                "--leave-one-out"))
        .isNotZero();
    assertThat(err.toString()).contains("--leave-one-out goes with --directory");

    Path odd = directory.resolve("three");
    Files.createDirectories(odd);
    Files.writeString(odd.resolve("train.csv"), "load\n1\n2\n");
    Files.writeString(odd.resolve("test.csv"), "load\n1\n2\n");
    Files.writeString(odd.resolve("test_label.csv"), "label\n0\n1\n");
    assertThat(run("--directory", directory.toString(), "--leave-one-out")).isNotZero();
    assertThat(err.toString()).contains("three has the columns [load]");
  }
}
