package dev.nightshift.local.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** How times, shares and states are written for the eye. */
public final class Words {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  /** A moment in UTC, to the second. */
  public static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /** The two largest units: {@code 42s}, {@code 1m 35s}, {@code 2h 03m}, {@code 3d 04h}. */
  public static String length(Duration time) {
    if (time.isNegative()) {
      return length(time.negated());
    }
    if (time.toMinutes() == 0) {
      return time.toSeconds() + "s";
    }
    if (time.toHours() == 0) {
      return "%dm %02ds".formatted(time.toMinutes(), time.toSecondsPart());
    }
    return time.toDays() == 0
        ? "%dh %02dm".formatted(time.toHours(), time.toMinutesPart())
        : "%dd %02dh".formatted(time.toDays(), time.toHoursPart());
  }

  /** {@code 5m 20s ago}; a replay's clock may also be ahead of ours. */
  static String ago(Instant at, Instant now) {
    Duration past = Duration.between(at, now);
    return past.isNegative() ? "in " + length(past) : length(past) + " ago";
  }

  static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  /** {@code demo.shop/orders} in {@code demo.shop} is {@code orders}. */
  public static String within(String system, String entity) {
    return entity.startsWith(system + "/") ? entity.substring(system.length() + 1) : entity;
  }

  /** The state, red where a person is needed and green where all is well. */
  static String state(Ansi ansi, String state) {
    return style(
        ansi,
        switch (state) {
          case "RESOLVED", "SELF_RECOVERED" -> "green";
          case "CLOSED", "SUPPRESSED" -> "faint";
          case "ESCALATED", "AWAITING_APPROVAL" -> "bold,red";
          default -> "yellow";
        },
        state);
  }

  static String bold(Ansi ansi, String text) {
    return style(ansi, "bold", text);
  }

  static String faint(Ansi ansi, String text) {
    return style(ansi, "faint", text);
  }

  /** Without picocli's markup, which text from telemetry could break. */
  static String style(Ansi ansi, String style, String text) {
    if (!ansi.enabled()) {
      return text;
    }
    Ansi.IStyle[] styles = Ansi.Style.parse(style);
    return Ansi.Style.on(styles) + text + Ansi.Style.off(styles);
  }

  /** Text from telemetry cannot move the cursor or change colours. */
  public static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
