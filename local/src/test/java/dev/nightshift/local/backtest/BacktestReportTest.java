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
    Path page = HtmlReport.write(directory.resolve("made"), "Backtest <of>", night, TAKES);

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
    assertThat(first.path("quiet").asText()).isEqualTo("2026-01-01T00:21:00Z");
    assertThat(json.path("incidents").path(1).has("quiet")).isFalse();
  }

  @Test
  void twoSettingsStandSideBySide() {
    Findings other =
        new Findings(
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
