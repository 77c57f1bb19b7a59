package dev.nightshift.local.shop.telemetry;

import dev.nightshift.local.shop.world.Instance;
import dev.nightshift.local.shop.world.LatencyHistogram;
import dev.nightshift.local.shop.world.Service;
import dev.nightshift.local.shop.world.ServiceSpec.Role;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;

/** What the instances of a service measure about themselves, as one export request. */
final class MetricEncoder {

  private static final long NANOS = 1_000_000L;
  private static final AggregationTemporality CUMULATIVE =
      AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;

  private final long now;

  /**
   * @param now simulated time of the measurement
   */
  MetricEncoder(long now) {
    this.now = now;
  }

  byte[] encode(Service service) {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    for (Instance instance : service.instances()) {
      ScopeMetrics.Builder metrics = ScopeMetrics.newBuilder().setScope(Attributes.SCOPE);
      metrics.addMetrics(
          gauge("k8s.container.restart.count", "{restart}", whole(instance.restarts())));
      // A process that is down measures nothing; its platform still counts.
      if (instance.isReady(now)) {
        addProcess(metrics, service, instance);
      }
      request.addResourceMetrics(
          ResourceMetrics.newBuilder()
              .setResource(Attributes.resource(service, instance.pod()))
              .addScopeMetrics(metrics));
    }
    return request.build().toByteArray();
  }

  private void addProcess(ScopeMetrics.Builder metrics, Service service, Instance instance) {
    metrics.addMetrics(gauge("process.cpu.utilization", "1", real(instance.cpu())));
    metrics.addMetrics(
        sum("process.memory.usage", "By", false, whole(Math.round(instance.memory()))));
    if (service.spec().role() == Role.APPLICATION) {
      addServer(metrics, instance);
    }
    if (service.spec().uses(Role.DATABASE) || service.spec().role() == Role.DATABASE) {
      KeyValue database = Attributes.text("db.system.name", "postgresql");
      metrics.addMetrics(
          histogram(
              "db.client.operation.duration", instance, instance.databaseDurations(), database));
    }
    if (service.spec().role() == Role.CACHE) {
      metrics.addMetrics(gauge("cache.hit.ratio", "1", real(service.hitRatio())));
    }
  }

  private void addServer(ScopeMetrics.Builder metrics, Instance instance) {
    NumberDataPoint.Builder requests = whole(instance.requests());
    requests.setStartTimeUnixNano(instance.startedAt() * NANOS);
    metrics.addMetrics(sum("http.server.request.count", "{request}", true, requests));
    NumberDataPoint.Builder failures = whole(instance.failures());
    failures.setStartTimeUnixNano(instance.startedAt() * NANOS);
    metrics.addMetrics(sum("http.server.error.count", "{request}", true, failures));
    KeyValue method = Attributes.text("http.request.method", "GET");
    metrics.addMetrics(
        histogram("http.server.request.duration", instance, instance.requestDurations(), method));
  }

  private Metric gauge(String name, String unit, NumberDataPoint.Builder point) {
    return Metric.newBuilder()
        .setName(name)
        .setUnit(unit)
        .setGauge(Gauge.newBuilder().addDataPoints(point))
        .build();
  }

  private Metric sum(String name, String unit, boolean monotonic, NumberDataPoint.Builder point) {
    return Metric.newBuilder()
        .setName(name)
        .setUnit(unit)
        .setSum(
            Sum.newBuilder()
                .setAggregationTemporality(CUMULATIVE)
                .setIsMonotonic(monotonic)
                .addDataPoints(point))
        .build();
  }

  private Metric histogram(
      String name, Instance instance, LatencyHistogram durations, KeyValue attribute) {
    HistogramDataPoint.Builder point =
        HistogramDataPoint.newBuilder()
            .setStartTimeUnixNano(instance.startedAt() * NANOS)
            .setTimeUnixNano(now * NANOS)
            .setSum(durations.sum())
            .addAttributes(attribute);
    for (double bound : LatencyHistogram.bounds()) {
      point.addExplicitBounds(bound);
    }
    long total = 0;
    for (long count : durations.counts()) {
      point.addBucketCounts(count);
      total += count;
    }
    point.setCount(total);
    return Metric.newBuilder()
        .setName(name)
        .setUnit("s")
        .setHistogram(
            Histogram.newBuilder().setAggregationTemporality(CUMULATIVE).addDataPoints(point))
        .build();
  }

  private NumberDataPoint.Builder real(double value) {
    return NumberDataPoint.newBuilder().setTimeUnixNano(now * NANOS).setAsDouble(value);
  }

  private NumberDataPoint.Builder whole(long value) {
    return NumberDataPoint.newBuilder().setTimeUnixNano(now * NANOS).setAsInt(value);
  }
}
