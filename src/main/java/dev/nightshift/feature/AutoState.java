package dev.nightshift.feature;

import dev.nightshift.telemetry.MetricKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of an entity's own metrics, while no model asks for any. A POJO for state. */
public class AutoState {

  /** Steps with data. */
  public long steps;

  /** By metric name. */
  public Map<String, Metric> metrics = new HashMap<>();

  /** The features in force, in order; empty until the first freeze. */
  public List<String> frozen = new ArrayList<>();

  /** The features that would be in force by what was seen of late. */
  public List<String> candidate = new ArrayList<>();

  /** Steps for which the candidate has been the same. */
  public int stable;

  public AutoState() {}

  /** One metric. */
  public static class Metric {

    public MetricKind kind;

    /** In {@link AutoState#steps}. */
    public long last;

    public long seen;

    public Metric() {}
  }
}
