package dev.nightshift.codec;

/**
 * How much of a payload is believed.
 *
 * @param maxPayloadBytes larger payloads are refused; bytes
 * @param maxFutureMillis time stamps further ahead of the given clock time are refused
 * @param maxBuckets of one histogram; exponential histograms are scaled down to it, explicit ones
 *     with more are refused
 * @param maxBodyChars longer log bodies are cut, with an ellipsis at the end
 */
public record DecodeLimits(
    int maxPayloadBytes, long maxFutureMillis, int maxBuckets, int maxBodyChars) {

  private static final int MIN_BUCKETS = 8;

  /** 4 MiB, one hour, 160 buckets (the SDKs' own default), 16 Ki characters. */
  public static final DecodeLimits DEFAULT = new DecodeLimits(4 << 20, 3_600_000L, 160, 16 << 10);

  public DecodeLimits {
    if (maxPayloadBytes < 1
        || maxFutureMillis < 0
        || maxBuckets < MIN_BUCKETS
        || maxBodyChars < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, and at least " + MIN_BUCKETS + " buckets");
    }
  }
}
