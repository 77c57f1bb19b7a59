package dev.nightshift.actuator.notify;

import dev.nightshift.contract.Notification;
import java.util.List;

/** Calls of an escalation chain for tests. */
public final class Calls {

  private static final long AT = 1_767_225_600_000L;

  private Calls() {}

  /** The n-th call of an incident's first episode, a minute after the one before. */
  public static Notification escalation(String incident, int level, String... contacts) {
    return call(incident, "escalation", level, String.valueOf(level), level, contacts);
  }

  /** After the given number of calls somebody said that they are at it. */
  public static Notification acknowledged(String incident, int calls, String... contacts) {
    return call(incident, "acknowledged", calls, "acknowledged", calls + 1, contacts);
  }

  /** It is over. */
  public static Notification resolved(String incident, String... contacts) {
    return call(incident, "resolved", 0, "0", 100, contacts);
  }

  private static Notification call(
      String incident, String kind, int level, String last, int minute, String... contacts) {
    return Notification.newBuilder()
        .setId(incident + "/1/" + last)
        .setIncident(incident)
        .setSystem("demo.shop")
        .setKind(kind)
        .setLevel(level)
        .setChannels(List.of(contacts))
        .setTitle("orders leaks memory")
        .setText("no action helped")
        .setAt(AT + minute * 60_000L)
        .build();
  }
}
