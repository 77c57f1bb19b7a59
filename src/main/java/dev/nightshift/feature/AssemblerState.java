package dev.nightshift.feature;

import dev.nightshift.telemetry.Entity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * All that feature assembly remembers of one entity. A POJO for keyed state; {@link
 * AssemblerLimits} bounds it.
 */
public class AssemblerState {

  /** Null before the first signal. */
  public Entity entity;

  /** {@link FeaturePlan#id} that the lanes were made for. */
  public int planId;

  /** By {@link Series#key}. */
  public Map<String, Series> series = new HashMap<>();

  public int nextSeriesId;

  /** When series unseen for long were last removed; milliseconds of event time. */
  public long sweptMillis;

  /** By step in milliseconds. */
  public Map<Long, Lane> lanes = new HashMap<>();

  /** Names of the {@code SpanKind}s that this entity has ever sent. */
  public Set<String> spanKinds = new HashSet<>();

  public boolean logsSeen;
  public AutoState auto = new AutoState();

  public AssemblerState() {}
}
