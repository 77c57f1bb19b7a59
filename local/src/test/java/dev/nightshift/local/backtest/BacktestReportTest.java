package dev.nightshift.local.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestReportTest {

  private static final Duration TAKES = Duration.ofSeconds(30);

  private final Findings night = SomeFindings.night();

  @TempDir private Path directory;

  @Test
  void theStoryIsTold() throws IOException {
    assertThat(String.join("\n", new Story(night).lines("Backtest of a over b", TAKES)) + "\n")
        .isEqualTo(golden("story.txt"));
  }

  @Test
  void thePictureIsDrawn() throws IOException {
    assertThat(TimelinePicture.of(night)).isEqualTo(golden("timeline.svg"));
  }

  @Test
  void textFromTelemetryIsNoMarkup() {
    assertThat(TimelinePicture.of(night)).contains("orders &lt;2&gt;").doesNotContain("orders <2>");
  }

  @Test
  void thePageHoldsPictureAndStoryAndNeedsNothingElse() throws IOException {
    Path page =
        HtmlReport.write(directory.resolve("made"), HtmlReport.of("Backtest <of>", night, TAKES));

    String text = Files.readString(page);
    assertThat(text)
        .contains(TimelinePicture.of(night))
        .contains("Backtest &lt;of&gt;", "would do", "cooldown, restart: ")
        .doesNotContain("src=", "href=", "@import");
  }

  @Test
  void programsReadTheSame() {
    JsonNode json = ReportJson.of(night, TAKES);

    assertThat(json.path("outcomes").path("acted").asInt()).isEqualTo(1);
    assertThat(json.path("stopped_by").path("cooldown").asInt()).isEqualTo(1);
    assertThat(json.path("calls").asInt()).isEqualTo(1);
    JsonNode first = json.path("incidents").path(0);
    assertThat(first.path("would_do").path(0).path("action").asText()).isEqualTo("restart");
    assertThat(first.path("then").findValuesAsText("action")).containsExactly("restart_rest");
    assertThat(first.path("if_it_does_not_help")).hasSize(2);
    assertThat(first.path("quiet").asText()).isEqualTo("2026-01-01T00:21:00Z");
    assertThat(json.path("incidents").path(1).has("quiet")).isFalse();
  }

  /** The same night without its second incident. */
  private Findings other() {
    return new Findings(
        night.begin(),
        night.end(),
        night.signals(),
        0,
        night.refused(),
        "other@1",
        night.models(),
        night.changes(),
        night.anomalies(),
        List.of(night.cases().get(0)));
  }

  @Test
  void aPageShowsTwoSettingsBesideEachOther() {
    String page = HtmlReport.of("Backtest", night, other(), TAKES);

    assertThat(page)
        .contains("<th>as the job file has it</th><th>instead</th>")
        .contains("<tr class=\"differs\"><td>incidents</td><td>2</td><td>1</td></tr>")
        .contains("<tr><td>  would have acted</td><td>1</td><td>1</td></tr>")
        .contains("<td>left to a person (cooldown)</td><td>-</td>")
        .contains(TimelinePicture.of(night), TimelinePicture.of(other()))
        .doesNotContain("src=", "href=", "@import");
    assertThat(page.split("<section>", -1)).as("two of them").hasSize(3);
    assertThat(page.split("<article>", -1)).as("two incidents and one").hasSize(4);
  }

  @Test
  void twoSettingsStandSideBySide() {
    Findings other = other();

    assertThat(new Comparison(night, other).lines())
        .anyMatch(line -> line.matches("policies +test@12345678 +other@1"))
        .anyMatch(line -> line.matches("incidents +2 +1"))
        .anyMatch(line -> line.matches("stopped by cooldown +1 +0"))
        .anyMatch(line -> line.matches("00:21:40 orders +left to a person \\(cooldown\\) +-"));
  }

  /** What was looked at and found right once. */
  private String golden(String name) throws IOException {
    try (InputStream file = getClass().getResourceAsStream("/backtest/" + name)) {
      return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
