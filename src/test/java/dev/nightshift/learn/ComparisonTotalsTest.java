package dev.nightshift.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.contract.ModelReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ComparisonTotalsTest {

  private static final long MINUTE = 60_000;

  private final ComparisonTotals totals = new ComparisonTotals();

  private static ChallengerComparison window(String challenger, double champion, double other) {
    ChallengerComparison comparison = new ChallengerComparison("m@1", "m@" + challenger);
    comparison.addWindow(champion, other);
    return comparison;
  }

  @Test
  void aMinuteCountsAtItsEnd() {
    assertThat(totals.add(window("2", 2, 3), 10)).isEqualTo(MINUTE - 1);
    totals.add(window("2", 0.5, 0.25), MINUTE - 1);
    totals.add(window("2", 0.5, 0.5), MINUTE);

    assertThat(totals.close("m", MINUTE - 2)).isEmpty();
    ModelReport first = totals.close("m", MINUTE - 1).get(0);
    assertThat(first.getWindows()).isEqualTo(2);
    assertThat(first.getChampion()).isEqualTo("1");
    assertThat(first.getChallenger()).isEqualTo("2");
    assertThat(first.getSharedAlarms()).isOne();
    assertThat(first.getAt()).isEqualTo(MINUTE - 1);
    assertThat(totals.isIdle()).isFalse();
    assertThat(totals.close("m", 2 * MINUTE).get(0).getWindows()).isEqualTo(3);
    assertThat(totals.close("m", 3 * MINUTE)).as("nothing changed").isEmpty();
    assertThat(totals.isIdle()).isTrue();
  }

  @Test
  void aReportCarriesTheWholeComparison() {
    ChallengerComparison comparison = window("2", 2, 0.3);
    comparison.addLabel(true, true, false);
    comparison.addLabel(false, false, true);

    assertThat(ModelReports.comparison(ModelReports.of("m", comparison, 5)))
        .usingRecursiveComparison()
        .isEqualTo(comparison);
    assertThat(comparison.toString())
        .contains("1 windows", "0 to 1 of 1 confirmed incidents", "1 to 0 of 1 false alarms");
  }

  @Property(tries = 30)
  void theOrderOfArrivalDoesNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    List<ChallengerComparison> windows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      windows.add(window("2", random.nextDouble() * 2, random.nextDouble() * 2));
    }
    List<ChallengerComparison> shuffled = new ArrayList<>(windows);
    Collections.shuffle(shuffled, random);

    assertThat(report(shuffled)).isEqualTo(report(windows));
  }

  private static List<ModelReport> report(List<ChallengerComparison> windows) {
    ComparisonTotals fresh = new ComparisonTotals();
    windows.forEach(window -> fresh.add(window, 1));
    return fresh.close("m", MINUTE);
  }

  @Test
  void onlyTheNewestPairsAreRemembered() {
    for (int version = 2; version < 12; version++) {
      totals.add(window("v" + version, 0.5, 0.5), version * MINUTE);
    }
    assertThat(totals.close("m", 100 * MINUTE)).hasSize(10);
    assertThat(totals.totals).containsOnlyKeys("m@1>m@v8", "m@1>m@v9", "m@1>m@v10", "m@1>m@v11");
  }

  @Test
  void differentPairsDoNotAddUp() {
    assertThatThrownBy(() -> window("2", 1, 1).merge(window("3", 1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
