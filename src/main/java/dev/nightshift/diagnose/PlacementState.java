package dev.nightshift.diagnose;

import java.util.HashMap;
import java.util.Map;

/** Where the instances of a system's services run; bounded by {@link Placements}. A POJO. */
public final class PlacementState {

  /** By entity key, with the instance where it is known. */
  public Map<String, Place> places = new HashMap<>();

  /** Event time of the last ageing. */
  public long agedAt;

  /** Instances that found no room. */
  public long refused;

  /** Where one instance was seen last. A POJO. */
  public static final class Place {

    /** Empty if unknown. */
    public String host = "";

    /** Empty if unknown. */
    public String deployment = "";

    public long lastSeen;
  }
}
