package dev.nightshift.detect.forecast;

/** What a {@link Predictor} remembers of one entity's series. A POJO, empty when new. */
public final class PredictionState {

  public ForecastState series = new ForecastState();

  /** End of the newest step with a value; 0 when new. */
  public long newest;

  /** The prediction that is open, or was last: key of its entity, its id, and when it began. */
  public String entity = "";

  public String system = "";
  public String id = "";
  public long onset;

  /** What was published of it last. */
  public long publishedAt;

  public double publishedConfidence;
  public int revision;

  /** As the newest outlook said; 0 for never or not in sight. */
  public float value;

  public float limit;
  public double slopePerHour;
  public long exhaustedAt;
  public long earliest;
  public long latest;
  public double confidence;
  public long observedMillis;
}
