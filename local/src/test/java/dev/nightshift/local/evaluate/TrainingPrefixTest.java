package dev.nightshift.local.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.local.cli.UserException;
import org.junit.jupiter.api.Test;

class TrainingPrefixTest {

  private static boolean[] firstAnomalyAt(int row) {
    boolean[] labels = new boolean[20_000];
    labels[row] = true;
    return labels;
  }

  @Test
  void autoIsAQuarterOrWhatLiesBeforeTheFirstAnomaly() {
    TrainingPrefix auto = TrainingPrefix.parse("auto");

    assertThat(auto.rows("one", 20_000, firstAnomalyAt(9_000))).isEqualTo(5_000);
    assertThat(auto.rows("one", 20_000, firstAnomalyAt(1_000))).isEqualTo(900);
    assertThat(auto.rows("one", 20_000, firstAnomalyAt(250))).as("at least").isEqualTo(300);
    assertThat(auto.rows("one", 20_000, null)).isEqualTo(5_000);
  }

  @Test
  void tooFewAreRefusedWithTheSeriesName() {
    assertThatThrownBy(() -> TrainingPrefix.parse("auto").rows("one", 250, null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("one: 62 of its 250 rows");
    assertThatThrownBy(() -> TrainingPrefix.parse("500").rows("one", 400, null))
        .hasMessageContaining("one: 500 of its 400 rows");
    assertThatThrownBy(() -> TrainingPrefix.parse("5")).hasMessageContaining("--train-rows");
  }
}
