package dev.nightshift.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.patterns.PatternLibrary.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternLibraryTest {

  private static final String GOOD =
      """
      name: good
      description: fine
      within: 5m
      stages:
        - stage: first
          kind: anomaly
          where: event.severity > 2.0
        - stage: second
          kind: change
          where: event.entity == first.entity
      concludes:
        entity: first
        fault_type: unknown
        weight: 1
        text: both came
      """;

  @Test
  void shippedPatternsAreAllFilesOfTheDirectoryAndFaultless() throws IOException {
    PatternLibrary shipped = PatternLibrary.shipped();
    PatternLibrary directory = PatternLibrary.load(Path.of("patterns"));
    assertThat(shipped.refused()).isEmpty();
    assertThat(directory.refused()).isEmpty();
    assertThat(shipped.patterns()).isEqualTo(directory.patterns());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "within: 5m|within: soon|expected a duration",
        "within: 5m|within: 5m\\nwithn: 3|unknown key 'withn'",
        "kind: change|kind: weather|expected one of",
        "event.severity > 2.0|event.severity >|does not compile",
        "event.entity == first.entity|event.entity == third.entity|undeclared reference",
        "  entity: first|  entity: third|expected a stage that has to come",
        "stage: second|stage: first|is taken",
        "name: good|name: Not Good|lower-case",
        "kind: anomaly|kind: anomaly\\n    absent: true|cannot be first",
      })
  void faultyPatternIsRefusedByNameAndReasonAndTheOthersStay(
      String part, String broken, String reason) {
    assertThat(GOOD).contains(part);
    String text = GOOD.replace(part, broken.replace("\\n", "\n"));
    PatternLibrary library =
        PatternLibrary.load(
            List.of(new Source("broken.yaml", text), new Source("good.yaml", GOOD)));
    assertThat(library.patterns()).extracting(PatternDefinition::name).containsExactly("good");
    assertThat(library.refused()).hasSize(1);
    assertThat(library.refused().get(0)).contains("broken.yaml").contains(reason);
  }

  @Test
  void secondPatternOfTheSameNameIsRefused() {
    PatternLibrary library =
        PatternLibrary.load(List.of(new Source("a.yaml", GOOD), new Source("b.yaml", GOOD)));
    assertThat(library.patterns()).hasSize(1);
    assertThat(library.refused().get(0)).contains("b.yaml").contains("already");
  }
}
