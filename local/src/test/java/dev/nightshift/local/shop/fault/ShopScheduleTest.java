package dev.nightshift.local.shop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.local.shop.ShopCase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShopScheduleTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void anHourHoldsAllSixKindsWithRoomToHealEach() {
    for (long seed = 0; seed < 50; seed++) {
      List<PlannedFault> faults = FaultSchedule.of(seed, HOUR).faults();
      assertThat(faults).extracting(PlannedFault::kind).contains(FaultKind.values());
      assertThat(faults.get(0).atMillis()).isGreaterThanOrEqualTo(300_000);
      assertThat(faults.get(faults.size() - 1).atMillis()).isLessThan(HOUR.toMillis() - 120_000);
      for (int i = 1; i < faults.size(); i++) {
        assertThat(faults.get(i).atMillis() - faults.get(i - 1).atMillis())
            .isBetween(230_000L, 310_000L);
      }
      assertThat(faults).allSatisfy(ShopScheduleTest::befallsWhatItMay);
    }
  }

  private static void befallsWhatItMay(PlannedFault fault) {
    assertThat(fault.kind().services()).contains(fault.service());
    assertThat(fault.onCallAfterMillis()).isBetween(20 * 60_000L, 35 * 60_000L);
  }

  @Test
  void shortRunsPackSixKindsCloserAndTheShortestHaveNone() {
    assertThat(FaultSchedule.of(1, Duration.ofMinutes(25)).faults())
        .extracting(PlannedFault::kind)
        .contains(FaultKind.values());
    assertThat(FaultSchedule.of(1, Duration.ofMinutes(6)).faults()).isEmpty();
  }

  @Test
  void theSameSeedPlansTheSameAndAnotherAnother() {
    assertThat(FaultSchedule.of(7, HOUR)).isEqualTo(FaultSchedule.of(7, HOUR));
    assertThat(FaultSchedule.of(7, HOUR)).isNotEqualTo(FaultSchedule.of(8, HOUR));
  }

  @Test
  void harmlessThingsHappenOfEveryKindAndMissNoObjective() {
    FaultSchedule schedule = FaultSchedule.of(3, Duration.ofHours(2)).withoutFaults();
    assertThat(schedule.benign()).extracting(BenignEvent::kind).contains(BenignEvent.Kind.values());
    ShopCase shop = new ShopCase(schedule);
    ServiceObjectives objectives = new ServiceObjectives(shop.simulation.world());
    for (int i = 0; i < 7_200; i++) {
      shop.seconds(1);
      objectives.observe(1_000);
      assertThat(objectives.missedAround("frontend")).as("second %d", i).isFalse();
    }
  }

  @Test
  void healedFaultsDoNotHoldUpTheNextAndOnlyOneLastsAtATime() {
    FaultSchedule schedule = FaultSchedule.of(5, Duration.ofMinutes(40));
    ShopCase shop = new ShopCase(schedule);
    for (int second = 0; second < 2_400; second++) {
      shop.seconds(1);
      for (FaultRecord fault : shop.simulation.truth().faults()) {
        boolean due = fault.healedAt() == 0 && now(shop) - fault.startedAt() == 60_000;
        if (due) {
          PlannedFault plan = schedule.faults().get(fault.number());
          shop.simulation.execute("k" + fault.number(), plan.kind().cure(), plan.service(), false);
        }
      }
    }
    List<FaultRecord> faults = shop.simulation.truth().faults();
    assertThat(faults).hasSameSizeAs(schedule.faults()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(faults).allMatch(FaultRecord::healedByAction).allMatch(FaultRecord::recovered);
    for (int i = 1; i < faults.size(); i++) {
      assertThat(faults.get(i).startedAt()).isGreaterThan(faults.get(i - 1).recoveredAt());
    }
    assertThat(faults)
        .allSatisfy(fault -> assertThat(fault.secondsToRecover()).isBetween(60.0, 200.0));
  }

  private static long now(ShopCase shop) {
    return shop.simulation.world().now();
  }

  @Test
  void unhealedFaultsLastAsLongAsThePersonOnCallTakes() {
    FaultSchedule schedule = FaultSchedule.of(5, Duration.ofMinutes(40));
    List<Double> seconds = UnhealedBaseline.unhealedDurations(5, ShopCase.START, schedule);
    assertThat(seconds).hasSameSizeAs(schedule.faults());
    assertThat(seconds).allSatisfy(each -> assertThat(each).isBetween(1_190.0, 2_250.0));
    assertThat(UnhealedBaseline.unhealedDurations(5, ShopCase.START, schedule)).isEqualTo(seconds);
  }
}
