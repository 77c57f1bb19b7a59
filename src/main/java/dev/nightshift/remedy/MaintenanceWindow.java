package dev.nightshift.remedy;

import dev.nightshift.config.ConfigNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

/**
 * A time that was announced, in which incidents of a scope are suppressed: once, or every week.
 * Event time decides, so that a replay suppresses what the first run did.
 *
 * <p>A weekly window begins at the wall time of its zone and lasts its duration in real time: one
 * that spans a change to or from daylight saving time neither shrinks nor grows. A start that the
 * clock skips moves to the moment after the gap; one that comes twice is the first.
 *
 * @param scope entity, service, system or {@code *}
 * @param days of the week on which it starts; empty for a window that comes once
 * @param start time of the day in {@code zone}; null for a window that comes once
 * @param durationMillis at most a week
 * @param onceAt start of a window that comes once, milliseconds since the epoch; 0 for a weekly one
 */
public record MaintenanceWindow(
    String name,
    String scope,
    Set<DayOfWeek> days,
    LocalTime start,
    ZoneId zone,
    long durationMillis,
    long onceAt) {

  /** Longest window; also how far back a running weekly one may have begun. */
  public static final Duration LONGEST = Duration.ofDays(7);

  /** From the last possible start before now to the next after it. */
  private static final int DAYS_BACK = 8;

  private static final int DAYS_AHEAD = 8;

  public MaintenanceWindow {
    days = Set.copyOf(days);
  }

  /**
   * Reads one window: {@code name}, {@code scope}, {@code for}; and either {@code from} (an instant
   * such as 2027-01-16T22:00:00Z) or {@code at} (a time of the day such as 02:00) with {@code days}
   * (all if absent) and {@code timezone}.
   *
   * @param zone where the window names none
   */
  static MaintenanceWindow read(ConfigNode node, ZoneId zone) {
    node.allow("name", "scope", "for", "from", "at", "days", "timezone");
    if (node.has("from") == node.has("at")) {
      throw node.error("expected either 'from' (once) or 'at' (weekly)");
    }
    if (node.has("from") && (node.has("days") || node.has("timezone"))) {
      throw node.error("'from' is an instant: 'days' and 'timezone' go with 'at'");
    }
    boolean weekly = node.has("at");
    return new MaintenanceWindow(
        node.require("name", "", ConfigNode::text),
        node.require("scope", "", ConfigNode::text),
        weekly ? days(node) : Set.of(),
        weekly ? node.require("at", LocalTime.MIN, MaintenanceWindow::time) : null,
        PolicyFile.zone(node, zone),
        node.require("for", LONGEST, MaintenanceWindow::length).toMillis(),
        weekly
            ? 0
            : node.require("from", Instant.EPOCH, MaintenanceWindow::instant).toEpochMilli());
  }

  private static Duration length(ConfigNode node) {
    Duration length = node.duration();
    if (length.isZero() || length.compareTo(LONGEST) > 0) {
      throw node.error("expected more than nothing and at most 7d");
    }
    return length;
  }

  private static LocalTime time(ConfigNode node) {
    try {
      return LocalTime.parse(node.text());
    } catch (DateTimeException e) {
      throw node.error("expected a time of the day such as 02:00, found '" + node.text() + "'");
    }
  }

  private static Instant instant(ConfigNode node) {
    try {
      return Instant.parse(node.text());
    } catch (DateTimeException e) {
      throw node.error(
          "expected an instant such as 2027-01-16T22:00:00Z, found '" + node.text() + "'");
    }
  }

  private static Set<DayOfWeek> days(ConfigNode node) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (ConfigNode day : node.list("days")) {
      days.add(day.attempt(DayOfWeek.MONDAY, each -> each.choice(DayOfWeek.class)));
    }
    return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
  }

  /**
   * The end of the window if it is open at a time; 0 if it is not. Where weekly windows overlap,
   * the latest end counts.
   */
  public long openUntil(long at) {
    if (days.isEmpty()) {
      long end = onceAt + durationMillis;
      return at >= onceAt && at < end ? end : 0;
    }
    long until = 0;
    LocalDate today = date(at);
    for (int back = DAYS_BACK; back >= 0; back--) {
      long begin = startOn(today.minusDays(back));
      if (begin != 0 && at >= begin && at < begin + durationMillis) {
        until = Math.max(until, begin + durationMillis);
      }
    }
    return until;
  }

  /** The first start after a time; {@code Long.MAX_VALUE} if there is none. */
  public long nextStart(long after) {
    if (days.isEmpty()) {
      return onceAt > after ? onceAt : Long.MAX_VALUE;
    }
    LocalDate today = date(after);
    for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
      long begin = startOn(today.plusDays(ahead));
      if (begin > after) {
        return begin;
      }
    }
    return Long.MAX_VALUE;
  }

  private LocalDate date(long at) {
    return Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
  }

  /** 0 if no window starts that day. */
  private long startOn(LocalDate day) {
    return days.contains(day.getDayOfWeek())
        ? day.atTime(start).atZone(zone).toInstant().toEpochMilli()
        : 0;
  }
}
