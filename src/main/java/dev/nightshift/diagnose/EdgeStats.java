package dev.nightshift.diagnose;

/** One edge of a service graph with fading sums. A POJO. */
public final class EdgeStats {

  public String caller;
  public String callee;

  /** Fading sums as of {@link #lastSeen}. */
  public double calls;

  public double errors;
  public double totalMillis;

  /** Event time. */
  public long lastSeen;

  /** Declared edges are not aged out. */
  public boolean declared;

  /** Mean duration in milliseconds; NaN without calls. */
  public double meanMillis() {
    return calls > 0 ? totalMillis / calls : Double.NaN;
  }

  /** Share of failed calls; 0 without calls. */
  public double errorShare() {
    return calls > 0 ? errors / calls : 0;
  }
}
