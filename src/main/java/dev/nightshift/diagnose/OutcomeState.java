package dev.nightshift.diagnose;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the diagnoses of one system, and how far their confidences are believed since;
 * bounded by {@link LearnedConfidence}. A POJO.
 */
public final class OutcomeState {

  /** Diagnoses that a verdict may come for; the newest last. */
  public List<Said> said = new ArrayList<>();

  /** Verdicts; the newest last. */
  public List<Outcome> outcomes = new ArrayList<>();

  /** What log-odds are multiplied with. */
  public double slope = 1;

  /** What is added to log-odds. */
  public double shift;

  /** The last revision of a diagnosis. A POJO. */
  public static final class Said {

    public String id;
    public String entity;
    public String faultType;
    public long at;

    /** Log-odds of each candidate against "none of these", as ranked, the best first. */
    public float[] logOdds = new float[0];
  }

  /** A diagnosis and whether it was right. A POJO. */
  public static final class Outcome {

    public String id;
    public float[] logOdds = new float[0];
    public boolean right;
    public double count;
    public boolean byPerson;
  }
}
