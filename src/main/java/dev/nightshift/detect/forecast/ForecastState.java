package dev.nightshift.detect.forecast;

import java.util.ArrayList;
import java.util.List;

/**
 * What an {@link ExhaustionForecaster} remembers of one series. A POJO, empty when new, of at most
 * 3 kB.
 */
public final class ForecastState {

  /** Finest first. */
  public List<ScaleState> scales = new ArrayList<>();

  /** Number of the newest step since the epoch; 0 when new. */
  public long lastStep;

  /** Whether exhaustion is predicted. */
  public boolean open;

  /** While it is: since when, and steps in a row that did not support it. */
  public long openedAt;

  public int unsupported;

  /** Predictions that were taken back, and when the last one was. */
  public int receded;

  public long recededAt;

  /** Whether the limit was reached while it was predicted, and when first; 0 for not. */
  public long reachedAt;
}
