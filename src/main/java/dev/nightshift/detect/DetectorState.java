package dev.nightshift.detect;

import dev.nightshift.detect.univariate.HoldOffState;

/**
 * What an {@link AnomalyDetector} remembers of one entity. A POJO; empty when new. The fields from
 * {@link #id} on mean something only while {@link #open}.
 */
public final class DetectorState {

  public ThresholdState threshold = new ThresholdState();

  /** {@code stepEnd} of the newest score; 0 before the first. */
  public long lastStep;

  /** Steps that usually lie between two scores; 0 before the second. See {@link Cadence}. */
  public int cadence;

  /** Longer distances in a row, and the shortest of them. */
  public int slower;

  public int slowerSteps;

  /** Whether the newest steps lay above the threshold; bit 0 is the newest. */
  public int above;

  /** Values usual outside anomalies, {@link #usualCount} features. */
  public String[] usualNames = {};

  public float[] usualValues = {};
  public int usualCount;

  /** Of an entity with a single feature and no model; null until needed. */
  public HoldOffState holdOff;

  /** Of an entity with many features; null until needed. */
  public DeviationState deviations;

  public boolean open;

  /** Steps with a score since it opened. */
  public int openSteps;

  public String system;
  public String entity;
  public String id;
  public String model;
  public long onset;
  public long peakAt;
  public float peakScore;
  public float thresholdAtPeak;
  public String[] peakFeatures = {};
  public float[] peakErrors = {};
  public float[] peakValues = {};
  public float[] peakUsual = {};

  /** Steps and peak at the last publication. */
  public int stepsSincePublished;

  public float publishedPeak;

  /** Quiet steps in a row, and the first of them. */
  public int quiet;

  public long quietSince;
}
