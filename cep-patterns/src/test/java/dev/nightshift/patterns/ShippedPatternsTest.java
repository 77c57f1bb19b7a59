package dev.nightshift.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All shipped patterns over the histories in {@code cases/}, in one Flink job. */
class ShippedPatternsTest {

  private static List<PatternMatch> matches;

  static List<PatternCase> cases() throws IOException {
    List<PatternCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("cases"))) {
      for (Path file : files.sorted().toList()) {
        cases.addAll(PatternCase.read(file.toString(), Files.readString(file)));
      }
    }
    return cases;
  }

  @BeforeAll
  static void runAllHistoriesAtOnce() throws Exception {
    List<SystemEvent> events = new ArrayList<>();
    cases().forEach(one -> events.addAll(one.events()));
    matches = PatternTrial.run(PatternLibrary.shipped(), events);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void patternFindsWhatItIsForAndLeavesItsLookAlikeAlone(PatternCase one) {
    List<PatternMatch> found =
        matches.stream()
            .filter(m -> m.system().equals(one.system()) && m.pattern().equals(one.pattern()))
            .toList();
    if (one.blames() == null) {
      assertThat(found).as(one.name()).isEmpty();
    } else {
      assertThat(found)
          .as(one.name())
          .extracting(PatternMatch::entity)
          .containsExactly(one.blames());
    }
  }

  @Test
  void everyPatternHasBothKindsOfCases() throws IOException {
    Set<String> shipped =
        PatternLibrary.shipped().patterns().stream()
            .map(PatternDefinition::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(shipped).hasSizeGreaterThanOrEqualTo(20);
    assertThat(patternsOf(cases().stream().filter(one -> one.blames() != null))).isEqualTo(shipped);
    assertThat(patternsOf(cases().stream().filter(one -> one.blames() == null))).isEqualTo(shipped);
  }

  private static Set<String> patternsOf(Stream<PatternCase> cases) {
    return cases.map(PatternCase::pattern).collect(Collectors.toCollection(TreeSet::new));
  }
}
