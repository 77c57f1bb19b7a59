package dev.nightshift.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.local.shop.world.ShopBlueprint;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All kinds of faults and two at once, in several shops: named, healed, nothing else touched. The
 * bounds leave room for one miss of chance; the figures themselves come from the command.
 */
@Tag("slow")
class ShopNightsIT {

  private static final long START = 1_790_000_000_000L;
  private static final int NIGHTS = 4;
  private static final int FAULTS = 8;

  @Test
  void faultsAreNamedAndHealedAndNothingElseIsTouched() throws Exception {
    List<Night> nights = LongStream.rangeClosed(1, NIGHTS).mapToObj(ShopNightsIT::night).toList();

    new ClosedLoop(nights, Path.of("..").toAbsolutePath().normalize(), true).run();

    NightFigures figures = NightFigures.total(nights.stream().map(Night::figures).toList());
    List<String> shortfalls =
        nights.stream().flatMap(night -> night.shortfalls().stream()).toList();
    assertThat(figures.faults()).as("%s", shortfalls).isEqualTo(NIGHTS * FAULTS);
    assertThat(figures.healedUnaided()).as("%s", shortfalls).isGreaterThanOrEqualTo(30);
    assertThat(figures.diagnosedRight()).as("%s", shortfalls).isGreaterThanOrEqualTo(29);
    assertThat(figures.wrongTargets()).as("%s", shortfalls).isLessThanOrEqualTo(1);
    assertThat(figures.duplicateActions()).isZero();
    assertThat(figures.limitViolations()).isZero();
  }

  private static Night night(long seed) {
    FaultSchedule schedule = FaultSchedule.withTwoAtOnce(seed);
    return new Night(
        ShopBlueprint.NAMESPACE + "-" + seed,
        seed,
        START,
        schedule.length(),
        schedule,
        ShopListener.NONE);
  }
}
