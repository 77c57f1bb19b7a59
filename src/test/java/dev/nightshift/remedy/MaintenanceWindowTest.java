package dev.nightshift.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.config.ConfigNode;
import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MaintenanceWindowTest {

  private static final MaintenanceWindow NIGHTS =
      window("at: \"02:30\", for: 1h, days: [saturday, sunday], timezone: Europe/Berlin");

  private static MaintenanceWindow window(String rest) {
    return MaintenanceWindow.read(
        ConfigNode.parse("p", "w: {name: n, scope: s, " + rest + "}").get("w"), ZoneId.of("UTC"));
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  @Test
  void aWeeklyWindowOpensAtTheWallTimeOfItsZone() {
    // Saturday in winter: 02:30 in Berlin is 01:30 UTC; in summer 00:30.
    assertThat(NIGHTS.openUntil(at("2026-11-28T01:29:59Z"))).isZero();
    assertThat(NIGHTS.openUntil(at("2026-11-28T01:30:00Z"))).isEqualTo(at("2026-11-28T02:30:00Z"));
    assertThat(NIGHTS.openUntil(at("2026-11-28T02:30:00Z"))).isZero();
    assertThat(NIGHTS.openUntil(at("2026-07-04T00:30:00Z"))).isEqualTo(at("2026-07-04T01:30:00Z"));
    assertThat(NIGHTS.openUntil(at("2026-11-27T01:45:00Z"))).as("a Friday").isZero();
  }

  @Test
  void daylightSavingNeitherShrinksNorDoublesIt() {
    // 2026-03-29 02:30 does not exist in Berlin: the clock goes from 02:00 to 03:00.
    assertThat(NIGHTS.nextStart(at("2026-03-28T12:00:00Z"))).isEqualTo(at("2026-03-29T01:30:00Z"));
    assertThat(NIGHTS.openUntil(at("2026-03-29T01:30:00Z"))).isEqualTo(at("2026-03-29T02:30:00Z"));
    // 2026-10-25 02:30 comes twice: the first counts.
    assertThat(NIGHTS.nextStart(at("2026-10-24T12:00:00Z"))).isEqualTo(at("2026-10-25T00:30:00Z"));
    assertThat(NIGHTS.openUntil(at("2026-10-25T01:30:00Z"))).isZero();
  }

  @Test
  void aWindowOfAWholeWeekIsOpenAlways() {
    MaintenanceWindow always = window("at: \"00:00\", for: 7d");

    assertThat(always.openUntil(at("2026-11-28T23:59:59Z"))).isEqualTo(at("2026-12-05T00:00:00Z"));
  }

  @Test
  void aSingleWindowComesOnce() {
    MaintenanceWindow once = window("from: \"2027-01-16T22:00:00Z\", for: 6h");

    assertThat(once.nextStart(at("2027-01-16T21:00:00Z"))).isEqualTo(at("2027-01-16T22:00:00Z"));
    assertThat(once.openUntil(at("2027-01-17T03:59:59Z"))).isEqualTo(at("2027-01-17T04:00:00Z"));
    assertThat(once.openUntil(at("2027-01-17T04:00:00Z"))).isZero();
    assertThat(once.nextStart(at("2027-01-16T22:00:00Z"))).isEqualTo(Long.MAX_VALUE);
  }

  /** Whenever it is asked, the next start is the next moment at which it turns open. */
  @Property(tries = 500)
  void theNextStartIsWhereItOpens(
      @ForAll @LongRange(min = 1_700_000_000_000L, max = 1_900_000_000_000L) long now) {
    long start = NIGHTS.nextStart(now);

    assertThat(start).isGreaterThan(now);
    assertThat(NIGHTS.openUntil(start)).isEqualTo(start + NIGHTS.durationMillis());
    assertThat(NIGHTS.nextStart(start - 1)).isEqualTo(start);
    long between = now + (start - now) / 2;
    long open = NIGHTS.openUntil(between);
    assertThat(open == 0 || open > between).isTrue();
  }
}
