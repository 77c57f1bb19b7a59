package dev.nightshift.remedy;

import java.util.HashMap;
import java.util.Map;

/** Ids of control messages within the replay window: POJO state, bounded by the verifier. */
public class SeenControls {

  /** Time of the message by id. */
  public Map<String, Long> seen = new HashMap<>();
}
