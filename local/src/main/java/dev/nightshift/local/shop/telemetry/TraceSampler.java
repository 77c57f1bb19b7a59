package dev.nightshift.local.shop.telemetry;

import com.google.protobuf.ByteString;
import dev.nightshift.local.shop.world.Dependency;
import dev.nightshift.local.shop.world.Failure;
import dev.nightshift.local.shop.world.Instance;
import dev.nightshift.local.shop.world.LatencyHistogram;
import dev.nightshift.local.shop.world.LogLine;
import dev.nightshift.local.shop.world.Service;
import dev.nightshift.local.shop.world.ServiceSpec.Role;
import dev.nightshift.local.shop.world.ShopBlueprint;
import dev.nightshift.local.shop.world.ShopWorld;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Follows single requests through the shop as it stands: a server span in each service, a client
 * span around each call. A failure goes up as far as its callers are to blame; what fails in a
 * service itself is logged there with its trace.
 */
final class TraceSampler {

  private static final double NETWORK_NANOS = 250_000;
  private static final double CALL_TIMEOUT_NANOS = ShopWorld.CALL_TIMEOUT_MILLIS * 1e6;

  private final ShopWorld world;
  private final RandomGenerator random;
  private final SpanBatch spans;
  private final LogBatch logs;

  TraceSampler(ShopWorld world, RandomGenerator random, SpanBatch spans, LogBatch logs) {
    this.world = world;
    this.random = random;
    this.spans = spans;
    this.logs = logs;
  }

  private record Outcome(long endNanos, boolean failed) {}

  /**
   * One request at the entrance; it ends about {@code endNanos}, so that it is exported in time.
   */
  void sample(long startNanos) {
    Service entrance = world.service(ShopBlueprint.ENTRANCE);
    serve(entrance, SpanEncoder.newId(16, random), ByteString.EMPTY, startNanos);
  }

  private Outcome serve(Service service, ByteString trace, ByteString parent, long start) {
    List<Instance> ready = service.ready(world.now());
    if (ready.isEmpty()) {
      return new Outcome(start + 1_000_000, true);
    }
    Instance instance = ready.get(random.nextInt(ready.size()));
    ByteString id = SpanEncoder.newId(8, random);
    long own =
        (long)
            (instance.latencyMillis()
                * 1e6
                * Math.exp(LatencyHistogram.SIGMA * random.nextGaussian()));
    boolean failsItself = random.nextDouble() < instance.errorRatio();
    long cursor = start + own / 2;
    String blamed = "";
    for (Dependency call : service.spec().calls()) {
      int times = times(call.callsPerRequest());
      for (int i = 0; i < times && blamed.isEmpty(); i++) {
        Outcome outcome = call(service, instance, call.callee(), trace, id, cursor);
        cursor = outcome.endNanos();
        if (outcome.failed() && random.nextDouble() < call.blame()) {
          blamed = call.callee();
        }
      }
    }
    long end = cursor + own - own / 2;
    Span.Builder span =
        SpanEncoder.server(service, pick(service.spec().operations()))
            .setTraceId(trace)
            .setSpanId(id)
            .setParentSpanId(parent)
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(end);
    if (failsItself) {
      Failure failure = service.strain().failure();
      failure = failure == null ? Phrases.USUAL_FAILURE : failure;
      String message = Phrases.fill(failure.message(), random);
      SpanEncoder.fail(span, 500, failure.type(), message);
      log(service, instance, LogLine.ERROR, failure.type() + ": " + message, span);
    } else if (!blamed.isEmpty()) {
      SpanEncoder.fail(span, 502, "UpstreamException", "call to " + blamed + " failed");
      log(service, instance, LogLine.WARN, "call to " + blamed + " failed, giving up", span);
    }
    spans.add(service, instance.pod(), span.build());
    return new Outcome(end, failsItself || !blamed.isEmpty());
  }

  private Outcome call(
      Service caller, Instance from, String callee, ByteString trace, ByteString parent, long at) {
    ByteString id = SpanEncoder.newId(8, random);
    Service service = world.service(callee);
    long sent = at + (long) (NETWORK_NANOS * (0.5 + random.nextDouble()));
    Outcome outcome = serve(service, trace, id, sent);
    long received =
        outcome.endNanos() + (long) (NETWORK_NANOS * (0.5 + random.nextDouble())) + refill(service);
    boolean tooLate = received - at > CALL_TIMEOUT_NANOS;
    long end = tooLate ? at + (long) CALL_TIMEOUT_NANOS : received;
    Span.Builder span =
        SpanEncoder.client(service, pick(service.spec().operations()))
            .setTraceId(trace)
            .setSpanId(id)
            .setParentSpanId(parent)
            .setStartTimeUnixNano(at)
            .setEndTimeUnixNano(end);
    if (tooLate) {
      SpanEncoder.fail(span, 504, "TimeoutException", "no answer from " + callee + " in 2000 ms");
    } else if (outcome.failed()) {
      SpanEncoder.fail(span, 500, "RemoteException", "error answer from " + callee);
    }
    spans.add(caller, from.pod(), span.build());
    return new Outcome(end, tooLate || outcome.failed());
  }

  /** What a caller of a cache does after a miss: it works out the entry again. */
  private long refill(Service service) {
    boolean missed =
        service.spec().role() == Role.CACHE && random.nextDouble() > service.hitRatio();
    return missed ? (long) (45e6 * (0.6 + 0.8 * random.nextDouble())) : 0;
  }

  private void log(
      Service service, Instance instance, int severity, String body, Span.Builder span) {
    long millis = Math.min(world.now(), span.getEndTimeUnixNano() / 1_000_000L);
    LogLine line = new LogLine(millis, service.name(), instance.pod(), severity, body);
    logs.add(service, line, span.getTraceId(), span.getSpanId());
  }

  private int times(double mean) {
    int whole = (int) mean;
    return whole + (random.nextDouble() < mean - whole ? 1 : 0);
  }

  private String pick(List<String> operations) {
    return random.nextDouble() < 0.7
        ? operations.get(0)
        : operations.get(random.nextInt(operations.size()));
  }
}
