package dev.nightshift.detect;

/** What {@link TailSeason} remembers of one entity: seven numbers per hour of the day. A POJO. */
public final class SeasonState {

  /** Day that is being counted, in days since the epoch (UTC). */
  public long day;

  /** Steps in each hour of that day, those of them in the tail, and the sum of their excesses. */
  public float[] seenToday = new float[TailSeason.HOURS];

  public float[] highToday = new float[TailSeason.HOURS];
  public float[] excessToday = new float[TailSeason.HOURS];

  /** The same of the days before; a day fades by an eighth with each one after it. */
  public float[] seen = new float[TailSeason.HOURS];

  public float[] high = new float[TailSeason.HOURS];
  public float[] excess = new float[TailSeason.HOURS];

  /** Days on which the hour stood out, and days in all; fading likewise. */
  public float[] busy = new float[TailSeason.HOURS];

  public float days;

  /** Whether an hour stood out on nearly all days. */
  public boolean seasonal;
}
