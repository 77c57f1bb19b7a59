package dev.nightshift.local.shop.world;

/**
 * What is wrong with a service beyond its load.
 *
 * @param latencyFactor times its own latency
 * @param cpu added to the CPU utilisation of each instance, 0 to 1
 * @param errorRatio share of requests that fail in the service itself
 * @param leakMegabytesPerSecond memory that each instance loses
 * @param corruption share of a cache's entries that cannot be used
 * @param failure how requests fail; null for the usual ways
 */
public record Strain(
    double latencyFactor,
    double cpu,
    double errorRatio,
    double leakMegabytesPerSecond,
    double corruption,
    Failure failure) {

  /** Nothing is wrong. */
  public static final Strain NONE = new Strain(1, 0, 0, 0, 0, null);
}
