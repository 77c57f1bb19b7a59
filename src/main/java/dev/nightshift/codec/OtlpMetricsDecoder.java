package dev.nightshift.codec;

import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.MetricPoint;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.List;
import java.util.function.Consumer;

/**
 * OTLP metrics to points. Thread-safe and without state; a field of an operator may hold it if it
 * is made in {@code open}.
 */
public final class OtlpMetricsDecoder {

  private final OtlpFormat format;
  private final DecodeLimits limits;
  private final PlacementSensor places;
  private final EntityResolver entities = new EntityResolver();

  public OtlpMetricsDecoder(OtlpFormat format, DecodeLimits limits) {
    this(format, limits, null);
  }

  /**
   * @param places is shown each resource before its records; then this decoder is not thread-safe.
   *     Null for nobody
   */
  public OtlpMetricsDecoder(OtlpFormat format, DecodeLimits limits, PlacementSensor places) {
    this.format = format;
    this.limits = limits;
    this.places = places;
  }

  /**
   * Reads one payload. Points flagged as "no recorded value" are left out, exemplars ignored.
   *
   * @param nowMillis what the far future is measured from: the broker's time stamp of the record
   *     makes a replay repeatable, a clock does not
   * @param points receives every good point
   * @param problems receives one problem for every point, metric or resource left out
   * @throws MalformedTelemetryException if nothing of the payload can be read
   */
  public void decode(
      byte[] payload,
      long nowMillis,
      Consumer<MetricPoint> points,
      Consumer<TelemetryProblem> problems)
      throws MalformedTelemetryException {
    ExportMetricsServiceRequest request =
        OtlpPayload.parse(
            payload,
            format,
            limits,
            ExportMetricsServiceRequest.parser(),
            ExportMetricsServiceRequest::newBuilder,
            ExportMetricsServiceRequest.class);
    TimeCheck times = new TimeCheck(nowMillis, limits, problems);
    MetricPointMapper mapper = new MetricPointMapper(limits, times, points, problems);
    List<ResourceMetrics> resources = request.getResourceMetricsList();
    for (int r = 0; r < resources.size(); r++) {
      ResourceMetrics resource = resources.get(r);
      Entity entity = entities.resolve(resource.getResource().getAttributesList());
      if (entity == null) {
        problems.accept(
            new TelemetryProblem(TelemetryProblem.Reason.NO_ENTITY, metricsIn(resource)));
        continue;
      }
      if (places != null) {
        places.resource(entity, resource.getResource().getAttributesList());
      }
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          mapper.map(entity, metric);
        }
      }
    }
  }

  private static String metricsIn(ResourceMetrics resource) {
    int metrics = 0;
    for (ScopeMetrics scope : resource.getScopeMetricsList()) {
      metrics += scope.getMetricsCount();
    }
    return "a resource with " + metrics + " metrics";
  }
}
