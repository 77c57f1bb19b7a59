package dev.nightshift.local.cli.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PatternsCommandTest {

  private static final String PATTERNS = "../cep-patterns/patterns";

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = NightshiftCommand.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private Path broken() throws Exception {
    String text = Files.readString(Path.of(PATTERNS, "crash_loop.yaml"));
    return Files.writeString(
        directory.resolve("broken.yaml"), text.replace("event.features &&", "event.features &&)"));
  }

  @Test
  void checkIsContentWithTheShippedPatterns() {
    assertThat(run("patterns", "check", PATTERNS)).isZero();
    assertThat(out.toString()).contains("patterns are right, 0 are not.");
  }

  @Test
  void checkNamesFileLineAndReason() throws Exception {
    assertThat(run("patterns", "check", broken().toString())).isEqualTo(1);
    assertThat(out.toString()).contains("broken.yaml:7: ").contains("does not compile");
  }

  @Test
  void checkAnswersInJson() throws Exception {
    assertThat(run("patterns", "check", "--json", PATTERNS, broken().toString())).isEqualTo(1);
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.get("patterns")).hasSizeGreaterThanOrEqualTo(20);
    assertThat(answer.get("refused")).hasSize(1);
  }

  @Test
  void testTellsWhatMatchesInARecording() throws Exception {
    assertThat(
            run("patterns", "test", "--json", "../cep-patterns/samples/bad_deployment_night.jsonl"))
        .isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("matches"))
        .extracting(match -> match.get("pattern").asText() + " " + match.get("entity").asText())
        .containsExactly(
            "bad_deployment demo.shop/payment",
            "dependency_outage_cascade demo.shop/payment",
            "cpu_saturation demo.shop/search");
  }

  @Test
  void testFailsWithTheLineOfTheCaseThatWentOtherwise() throws Exception {
    Path cases =
        Files.writeString(
            directory.resolve("cases.yaml"),
            """
            pattern: memory_leak
            cases:
              - case: memory falls
                blames: cart
                events:
                  - {at: 100, anomaly: cart, features: {memory: [1, 2]}}
            """);
    assertThat(run("patterns", "test", cases.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "cases.yaml:3: memory falls: expected blame for memory_leak.1/cart, found no match")
        .contains("1 cases, 1 failed.");
  }

  @Test
  void drawMakesAPictureThatIsWellFormed() throws Exception {
    Path picture = directory.resolve("storm.svg");
    assertThat(run("patterns", "draw", PATTERNS + "/retry_storm.yaml", "--to", picture.toString()))
        .isZero();
    var document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
    assertThat(document.getDocumentElement().getTextContent())
        .contains(
            "retry_storm", "no deployment (change)", "cpu_saturation at the entity of flooded");
  }

  @Test
  void drawWillNotPutManyPicturesIntoOneFile() {
    assertThat(run("patterns", "draw", PATTERNS, "--to", "all.svg")).isEqualTo(1);
    assertThat(err.toString()).contains("name a directory with --to");
  }
}
