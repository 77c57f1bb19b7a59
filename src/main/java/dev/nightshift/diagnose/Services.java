package dev.nightshift.diagnose;

import dev.nightshift.telemetry.Entity;

/** Entity keys at the level that the service graph speaks of. */
public final class Services {

  private Services() {}

  /** The key without its instance. */
  public static String of(String entityKey) {
    return Entity.parse(entityKey).withoutInstance().key();
  }
}
