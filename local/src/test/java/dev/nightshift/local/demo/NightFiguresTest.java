package dev.nightshift.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.local.shop.fault.FaultRecord;
import dev.nightshift.local.shop.fault.ShopTruth;
import java.util.List;
import org.junit.jupiter.api.Test;

class NightFiguresTest {

  private static final String DATABASE = "demo.shop/orders-db";
  private static final String CATALOG = "demo.shop/catalog";

  /** Seconds: from 100 to 200, healed at 180, and from 1000 to 1100, healed at 1080. */
  private static final List<FaultRecord> FAULTS =
      List.of(
          fault(0, "slow_database", DATABASE, 100, "i1:1:1"),
          fault(1, "cpu_saturation", CATALOG, 1000, FaultRecord.ON_CALL));

  private static FaultRecord fault(int number, String kind, String target, long at, String healer) {
    return new FaultRecord(
        number, kind, target, at * 1000, 0, (at + 80) * 1000, healer, (at + 100) * 1000);
  }

  private static Claim claim(String key, long opened, long blamed, String cause, String type) {
    return new Claim(key, opened * 1000, blamed * 1000, cause, type);
  }

  private static NightFigures figures(Claim... claims) {
    return NightFigures.of(new ShopTruth(FAULTS, List.of()), List.of(claims), List.of());
  }

  @Test
  void aFaultIsDetectedOnceAndNamedIfTargetAndKindAreRight() {
    NightFigures figures =
        figures(
            claim("i1#0", 120, 140, DATABASE, "slow_database"),
            claim("i2#0", 130, 150, CATALOG, "slow_database"),
            claim("i3#0", 1020, 1040, CATALOG, "memory_leak"));

    assertThat(figures.detected()).isEqualTo(2);
    assertThat(figures.diagnosedRight()).isEqualTo(1);
    assertThat(figures.extraIncidents()).isEqualTo(1);
    assertThat(figures.falseIncidents()).isZero();
    assertThat(figures.secondsToDetect()).containsExactly(20.0, 20.0);
    assertThat(figures.healedUnaided()).isEqualTo(1);
  }

  @Test
  void anIncidentThatBeganBeforeTheFaultAndTookItInIsBothFalseAndRight() {
    NightFigures figures = figures(claim("i1#0", 90, 130, DATABASE, "slow_database"));

    assertThat(figures.falseIncidents()).isEqualTo(1);
    assertThat(figures.detected()).isEqualTo(1);
    assertThat(figures.diagnosedRight()).isEqualTo(1);
    assertThat(figures.secondsToDetect()).containsExactly(30.0);
  }

  @Test
  void whatBeginsLongAfterTheRecoveryIsFalse() {
    NightFigures figures = figures(claim("i1#0", 400, 420, DATABASE, "slow_database"));

    assertThat(figures.falseIncidents()).isEqualTo(1);
    assertThat(figures.detected()).isZero();
  }

  @Test
  void whoNamesACauseOnceMoreNamedItBefore() {
    Claim first = claim("i1#0", 100, 130, DATABASE, "slow_database");

    assertThat(claim("i1#0", 100, 170, DATABASE, "slow_database").after(first)).isEqualTo(first);
    assertThat(claim("i1#0", 100, 170, CATALOG, "slow_database").after(first).blamedAt())
        .isEqualTo(170_000);
  }
}
