package dev.nightshift.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmFiguresTest {

  private static final Duration STEP = Duration.ofHours(1);

  private static boolean[] steps(String drawn) {
    boolean[] steps = new boolean[drawn.length()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = drawn.charAt(i) == '#';
    }
    return steps;
  }

  @Test
  void anAlarmThatTouchesAnEventRecallsItAndOthersAreFalse() {
    AlarmFigures figures =
        AlarmFigures.of(
            steps("..###...##......##......"), //
            steps("#...##..........#..##.##"),
            STEP);

    assertThat(figures.events()).isEqualTo(3);
    assertThat(figures.eventRecall()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(figures.alarms()).isEqualTo(5);
    assertThat(figures.falseAlarmsPerDay()).as("three in 24 hours").isEqualTo(3);
    assertThat(figures.normalShareInAlarm()).isCloseTo(6.0 / 17, within(1e-12));
  }

  @Test
  void anAlarmThatNeverEndsIsSeenInTheShare() {
    AlarmFigures figures = AlarmFigures.of(steps("..#...#."), steps("########"), STEP);

    assertThat(figures.eventRecall()).isEqualTo(1);
    assertThat(figures.falseAlarmsPerDay()).isZero();
    assertThat(figures.normalShareInAlarm()).isEqualTo(1);
  }

  @Test
  void withoutEventsThereIsNothingToRecall() {
    assertThat(AlarmFigures.of(steps("...."), steps(".#.."), STEP).eventRecall()).isNaN();
  }
}
