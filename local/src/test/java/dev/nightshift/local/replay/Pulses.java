package dev.nightshift.local.replay;

import java.util.List;

/** Heartbeats for tests elsewhere: one record for each of the three topics. */
public final class Pulses {

  private Pulses() {}

  public static List<ReplayRecord> at(long timeMillis) {
    return Heartbeats.at(timeMillis);
  }
}
