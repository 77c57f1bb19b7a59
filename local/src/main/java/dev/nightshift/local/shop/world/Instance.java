package dev.nightshift.local.shop.world;

import java.util.random.RandomGenerator;

/**
 * One replica: a pod with one process. What it measures about itself is what its telemetry says.
 * Not thread safe: its world's lock guards it.
 */
public final class Instance {

  private static final double MEGABYTE = 1024 * 1024;

  /** A fresh process is slow for as long. */
  private static final long COLD_MILLIS = 15_000;

  private final ServiceSpec spec;
  private final LatencyHistogram requestDurations = new LatencyHistogram();
  private final LatencyHistogram databaseDurations = new LatencyHistogram();
  private String pod;
  private long startedAt;
  private long readyAt;
  private long lastRestartAt = Long.MIN_VALUE;
  private int restarts;
  private boolean crashLooping;
  private double leakMegabytes;
  private double leakPace = 1;
  private double garbage;
  private double cpu;
  private double memory;
  private double latencyMillis;
  private double errorRatio;
  private double requests;
  private double failures;

  Instance(ServiceSpec spec, String pod, long now, RandomGenerator random) {
    this.spec = spec;
    this.garbage = random.nextDouble();
    this.leakPace = 0.85 + 0.3 * random.nextDouble();
    this.latencyMillis = spec.ownMillis();
    // Counters of a process that has run for a while: the first window is not a cold start.
    this.startedAt = now;
    this.readyAt = now - COLD_MILLIS;
    this.pod = pod;
  }

  /** True if it serves. */
  public boolean isReady(long now) {
    return now >= readyAt;
  }

  /** One tick under {@code utilisation} of its capacity, serving {@code rate} requests a second. */
  void work(long now, double seconds, double utilisation, Strain strain, RandomGenerator random) {
    garbage += seconds * (0.010 + 0.05 * utilisation) * (0.8 + 0.4 * random.nextDouble());
    if (garbage >= 1) {
      garbage = 0;
    }
    leakMegabytes += seconds * strain.leakMegabytesPerSecond() * leakPace;
    double megabytes = spec.memoryMegabytes() * (0.86 + 0.28 * garbage) + leakMegabytes;
    memory = Math.min(megabytes, spec.limitMegabytes()) * MEGABYTE;
    double pressure = clamp((megabytes / spec.limitMegabytes() - 0.72) / 0.28, 0, 1);
    double busy = clamp(utilisation, 0, 0.94);
    cpu =
        clamp(
            0.03 + utilisation + strain.cpu() + 0.45 * pressure + 0.012 * random.nextGaussian(),
            0.005,
            0.995);
    double cold = now - readyAt < COLD_MILLIS ? 1.35 : 1;
    latencyMillis =
        spec.ownMillis()
            * (1 + 0.5 * busy / (1 - busy))
            * (1 + 3 * pressure)
            * strain.latencyFactor()
            * cold
            * (1 + 0.03 * random.nextGaussian());
    double overload = clamp((utilisation - 0.95) * 2, 0, 0.5);
    double own = 0.0005 + strain.errorRatio() + overload + 0.02 * pressure;
    errorRatio = crashLooping ? 0.7 : clamp(own, 0, 1);
  }

  /** Counts what was served in this tick. */
  void count(double served, double failed, double totalMillis) {
    requests += served;
    failures += failed;
    requestDurations.add(served, totalMillis);
  }

  void countDatabase(double calls, double medianMillis) {
    databaseDurations.add(calls, medianMillis);
  }

  boolean outOfMemory() {
    return memory >= spec.limitMegabytes() * MEGABYTE;
  }

  /** The process ended; the platform starts it again in the same pod. */
  void restartInPlace(long now, long downMillis) {
    restarts++;
    lastRestartAt = now;
    begin(now + downMillis);
  }

  /** The pod is gone; another takes its place. */
  void replace(String newPod, long readyAtMillis) {
    pod = newPod;
    restarts = 0;
    begin(readyAtMillis);
  }

  private void begin(long readyAtMillis) {
    readyAt = readyAtMillis;
    startedAt = readyAtMillis;
    leakMegabytes = 0;
    garbage = 0;
    requests = 0;
    failures = 0;
    requestDurations.reset();
    databaseDurations.reset();
  }

  /** Whether its process dies again and again, on whatever pod of this node. */
  public void crashLooping(boolean loops) {
    crashLooping = loops;
  }

  public boolean crashLooping() {
    return crashLooping;
  }

  /** {@code k8s.pod.name} and {@code service.instance.id}. */
  public String pod() {
    return pod;
  }

  /** When its process, and so its cumulative counters, began. */
  public long startedAt() {
    return startedAt;
  }

  public long readyAt() {
    return readyAt;
  }

  long lastRestartAt() {
    return lastRestartAt;
  }

  public int restarts() {
    return restarts;
  }

  /** 0 to 1. */
  public double cpu() {
    return cpu;
  }

  /** Bytes. */
  public double memory() {
    return memory;
  }

  /** Median time that it spends itself on a request, without callees. */
  public double latencyMillis() {
    return latencyMillis;
  }

  /** Share of requests that fail in the instance itself. */
  public double errorRatio() {
    return errorRatio;
  }

  /** Since {@link #startedAt()}. */
  public long requests() {
    return (long) requests;
  }

  /** Since {@link #startedAt()}. */
  public long failures() {
    return (long) failures;
  }

  /** {@code http.server.request.duration}. */
  public LatencyHistogram requestDurations() {
    return requestDurations;
  }

  /** {@code db.client.operation.duration}; empty if it uses no database. */
  public LatencyHistogram databaseDurations() {
    return databaseDurations;
  }

  private static double clamp(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }
}
