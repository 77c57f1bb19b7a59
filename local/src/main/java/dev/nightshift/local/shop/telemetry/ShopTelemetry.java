package dev.nightshift.local.shop.telemetry;

import dev.nightshift.local.shop.world.Change;
import dev.nightshift.local.shop.world.Instance;
import dev.nightshift.local.shop.world.LogLine;
import dev.nightshift.local.shop.world.Service;
import dev.nightshift.local.shop.world.ShopBlueprint;
import dev.nightshift.local.shop.world.ShopWorld;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Watches a world and exports what OpenTelemetry would see of it: metrics every ten seconds, spans
 * of sampled requests and logs in batches of five seconds, aligned to the epoch. Has its own stream
 * of chance: the world is the same with and without telemetry. Not thread safe.
 */
public final class ShopTelemetry {

  /** Interval of metric exports. */
  public static final long METRIC_MILLIS = 10_000;

  private static final long BATCH_MILLIS = 5_000;

  /** Share of requests that are traced, decided at the entrance: about 30 in ten seconds. */
  private static final double SAMPLED = 0.024;

  /** Of a service, at usual traffic. */
  private static final double LINES_PER_SECOND = 0.3;

  private final ShopWorld world;
  private final TelemetrySink sink;
  private final SplittableRandom random;
  private final SpanBatch spans = new SpanBatch();
  private final LogBatch logs = new LogBatch();
  private final TraceSampler traces;

  public ShopTelemetry(ShopWorld world, long seed, TelemetrySink sink) {
    this.world = world;
    this.sink = sink;
    this.random = new SplittableRandom(seed);
    this.traces = new TraceSampler(world, random, spans, logs);
  }

  /**
   * Looks at the world after a tick.
   *
   * @param millis length of the tick; it should divide five seconds
   */
  public void observe(long millis) {
    sampleTraces(millis);
    for (Change change : world.changes()) {
      logs.add(world.service(change.service()), change);
    }
    for (LogLine line : world.logs()) {
      logs.add(world.service(line.service()), line);
    }
    world.services().forEach(service -> chat(service, millis));
    if (world.now() % METRIC_MILLIS < millis) {
      MetricEncoder encoder = new MetricEncoder(world.now());
      for (Service service : world.services()) {
        sink.accept(Topics.METRICS, service.name(), encoder.encode(service));
      }
    }
    if (world.now() % BATCH_MILLIS < millis) {
      spans.flush(sink, world.now() * 1_000_000L);
      logs.flush(sink);
    }
  }

  /** Exports all that waits: at the end. */
  public void flush() {
    spans.flush(sink, Long.MAX_VALUE);
    logs.flush(sink);
  }

  private void sampleTraces(long millis) {
    double entering = world.service(ShopBlueprint.ENTRANCE).rate();
    int requests = poisson(entering * SAMPLED * millis / 1000.0);
    for (int i = 0; i < requests; i++) {
      long endOfTick = world.now() * 1_000_000L;
      // Requests of the tick that has just passed.
      traces.sample(endOfTick - random.nextLong(millis * 1_000_000L));
    }
  }

  private void chat(Service service, long millis) {
    List<Instance> ready = service.ready(world.now());
    if (ready.isEmpty()) {
      return;
    }
    int lines = poisson(LINES_PER_SECOND * millis / 1000.0);
    for (int i = 0; i < lines; i++) {
      Instance instance = ready.get(random.nextInt(ready.size()));
      String body = Phrases.routine(service.spec(), random);
      logs.add(
          service, new LogLine(world.now(), service.name(), instance.pod(), LogLine.INFO, body));
    }
  }

  /** Knuth's method: means are small. */
  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; count++) {
      product *= random.nextDouble();
    }
    return count;
  }
}
