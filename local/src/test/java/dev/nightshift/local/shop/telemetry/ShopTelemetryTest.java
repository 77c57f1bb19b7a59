package dev.nightshift.local.shop.telemetry;

import static dev.nightshift.local.shop.telemetry.CapturedTelemetry.attribute;
import static dev.nightshift.local.shop.telemetry.CapturedTelemetry.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.nightshift.local.shop.ShopCase;
import dev.nightshift.local.shop.fault.FaultKind;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.telemetry.CapturedTelemetry.SpanOf;
import dev.nightshift.local.shop.world.ServiceSpec;
import dev.nightshift.local.shop.world.ShopBlueprint;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShopTelemetryTest {

  @Test
  void theSameSeedGivesTheSameBytesAndTheSameTruth() throws Exception {
    FaultSchedule schedule = FaultSchedule.of(9, Duration.ofMinutes(25));
    ShopCase first = new ShopCase(schedule);
    ShopCase second = new ShopCase(schedule);
    ShopCase unobserved = new ShopCase(schedule).seconds(900);
    assertThat(CapturedTelemetry.of(first, 900).hash())
        .isEqualTo(CapturedTelemetry.of(second, 900).hash());
    assertThat(first.simulation.truth()).isEqualTo(second.simulation.truth());
    assertThat(first.simulation.truth()).isEqualTo(unobserved.simulation.truth());
  }

  @Test
  void metricsComeEveryTenSecondsFromEveryInstance() throws Exception {
    CapturedTelemetry captured = CapturedTelemetry.of(ShopCase.healthy(), 60);
    for (ServiceSpec spec : ShopBlueprint.SERVICES) {
      List<ResourceMetrics> metrics = captured.metricsOf(spec.name());
      assertThat(metrics).as(spec.name()).hasSize(6 * spec.instances());
      List<KeyValue> resource = metrics.get(0).getResource().getAttributesList();
      assertThat(attribute(resource, "deployment.environment.name")).isEqualTo("demo");
      assertThat(attribute(resource, "service.namespace")).isEqualTo("shop");
      assertThat(attribute(resource, "service.name")).isEqualTo(spec.name());
      assertThat(attribute(resource, "service.instance.id")).startsWith(spec.name());
      assertThat(attribute(resource, "k8s.pod.name")).startsWith(spec.name());
      double cpu =
          named(metrics.get(0), "process.cpu.utilization")
              .getGauge()
              .getDataPoints(0)
              .getAsDouble();
      assertThat(cpu).isBetween(0.1, 0.7);
      assertThat(named(metrics.get(0), "process.memory.usage").getSum().getIsMonotonic()).isFalse();
      assertThat(names(metrics.get(0)).contains("http.server.request.duration"))
          .isEqualTo(spec.role() == ServiceSpec.Role.APPLICATION);
      assertThat(names(metrics.get(0)).contains("cache.hit.ratio"))
          .isEqualTo(spec.role() == ServiceSpec.Role.CACHE);
    }
    double hits =
        named(captured.metricsOf("session-cache").get(0), "cache.hit.ratio")
            .getGauge()
            .getDataPoints(0)
            .getAsDouble();
    assertThat(hits).isBetween(0.9, 1.0);
  }

  private static List<String> names(ResourceMetrics metrics) {
    return metrics.getScopeMetrics(0).getMetricsList().stream().map(Metric::getName).toList();
  }

  @Test
  void histogramsAreCumulativeAndAddUp() throws Exception {
    List<ResourceMetrics> metrics =
        CapturedTelemetry.of(ShopCase.healthy(), 60).metricsOf("orders");
    for (String name : List.of("http.server.request.duration", "db.client.operation.duration")) {
      HistogramDataPoint first = point(metrics.get(0), name);
      HistogramDataPoint last = point(metrics.get(15), name);
      assertThat(last.getBucketCountsCount()).isEqualTo(last.getExplicitBoundsCount() + 1);
      assertThat(last.getBucketCountsList().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(last.getCount());
      assertThat(last.getCount()).isGreaterThan(4 * first.getCount());
      assertThat(last.getStartTimeUnixNano()).isEqualTo(first.getStartTimeUnixNano());
      assertThat(last.getTimeUnixNano() - first.getTimeUnixNano()).isEqualTo(50_000_000_000L);
      assertThat(last.getSum() / last.getCount()).isBetween(0.002, 0.06);
    }
  }

  private static HistogramDataPoint point(ResourceMetrics metrics, String name) {
    return named(metrics, name).getHistogram().getDataPoints(0);
  }

  @Test
  void spansFormTreesThatFollowTheCallGraph() throws Exception {
    List<SpanOf> spans = CapturedTelemetry.of(ShopCase.healthy(), 300).spans();
    Map<ByteString, SpanOf> byId =
        spans.stream().collect(Collectors.toMap(of -> of.span().getSpanId(), Function.identity()));
    long roots = 0;
    for (SpanOf each : spans) {
      Span span = each.span();
      assertThat(span.getTraceId().size()).isEqualTo(16);
      assertThat(span.getEndTimeUnixNano()).isGreaterThan(span.getStartTimeUnixNano());
      SpanOf parent = byId.get(span.getParentSpanId());
      if (span.getParentSpanId().isEmpty()) {
        roots++;
        assertThat(each.service()).isEqualTo("frontend");
      } else if (parent != null && span.getKind() == SpanKind.SPAN_KIND_SERVER) {
        assertThat(parent.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(attribute(parent.span().getAttributesList(), "peer.service"))
            .isEqualTo(each.service());
        assertThat(ShopBlueprint.spec(parent.service()).calls())
            .anyMatch(call -> call.callee().equals(each.service()));
        assertThat(parent.span().getStartTimeUnixNano()).isLessThan(span.getStartTimeUnixNano());
      } else if (parent != null) {
        assertThat(parent.service()).isEqualTo(each.service());
        assertThat(parent.span().getTraceId()).isEqualTo(span.getTraceId());
      }
    }
    assertThat(roots / 30.0).as("traces in ten seconds").isBetween(20.0, 40.0);
    assertThat(failed(spans, "frontend")).isLessThan(0.05);
    for (ServiceSpec spec : ShopBlueprint.SERVICES) {
      assertThat(spans).anyMatch(span -> span.service().equals(spec.name()));
    }
  }

  @Test
  void noSpanIsExportedBeforeItsEnd() throws Exception {
    ShopCase shop = ShopCase.with(FaultKind.SLOW_DATABASE, "orders-db");
    CapturedTelemetry captured = CapturedTelemetry.of(shop, 200);
    long now = shop.simulation.world().now() * 1_000_000L;
    assertThat(captured.spans())
        .allMatch(span -> span.span().getEndTimeUnixNano() <= now)
        .anyMatch(span -> span.span().getEndTimeUnixNano() > now - 2_000_000_000L);
  }

  @Test
  void aBadDeploymentIsAnnouncedAndItsExceptionsAreInSpansAndLogs() throws Exception {
    ShopCase shop = ShopCase.with(FaultKind.BAD_DEPLOYMENT, "cart");
    CapturedTelemetry before = CapturedTelemetry.of(shop, 115);
    CapturedTelemetry after = CapturedTelemetry.of(shop, 120);
    assertThat(failed(after.spans(), "cart")).isGreaterThan(10 * failed(before.spans(), "cart"));
    assertThat(after.spans())
        .anyMatch(
            span ->
                span.span().getStatus().getCode() == StatusCode.STATUS_CODE_ERROR
                    && span.span().getEventsCount() == 1
                    && attribute(span.span().getEvents(0).getAttributesList(), "exception.message")
                        .contains("v2.pricing"));
    assertThat(after.logs())
        .anyMatch(
            of ->
                of.log().getEventName().equals("deployment")
                    && of.service().equals("cart")
                    && attribute(of.log().getAttributesList(), "change.id").equals("cart-1.1.0"));
    assertThat(after.logs())
        .filteredOn(of -> of.log().getBody().getStringValue().contains("v2.pricing"))
        .isNotEmpty()
        .allMatch(
            of -> of.log().getTraceId().size() == 16 && of.log().getSeverityNumberValue() == 17);
    assertThat(before.logs()).noneMatch(of -> of.log().getSeverityNumberValue() > 17);
  }

  private static double failed(List<SpanOf> spans, String service) {
    List<SpanOf> served =
        spans.stream()
            .filter(of -> of.service().equals(service))
            .filter(of -> of.span().getKind() == SpanKind.SPAN_KIND_SERVER)
            .toList();
    long errors =
        served.stream()
            .filter(of -> of.span().getStatus().getCode() == StatusCode.STATUS_CODE_ERROR)
            .count();
    // Half a failure at least: a ratio to it must not be one to zero.
    return Math.max(0.5, (double) errors) / served.size();
  }

  @Test
  void faultsSpeakInTheLogs() throws Exception {
    assertThat(saysAfter(FaultKind.CACHE_CORRUPTION, "session-cache", "checksum mismatch", 60))
        .isTrue();
    assertThat(saysAfter(FaultKind.SLOW_DATABASE, "orders-db", "slow query", 60)).isTrue();
    assertThat(saysAfter(FaultKind.CRASH_LOOP, "cart", "SIGSEGV", 60)).isTrue();
    assertThat(saysAfter(FaultKind.MEMORY_LEAK, "cart", "OutOfMemoryError", 300)).isTrue();
    assertThat(saysAfter(FaultKind.MEMORY_LEAK, "cart", "SIGSEGV", 300)).isFalse();
  }

  private static boolean saysAfter(FaultKind kind, String service, String words, int seconds)
      throws Exception {
    return CapturedTelemetry.of(ShopCase.with(kind, service).seconds(115), seconds).logs().stream()
        .filter(of -> of.service().equals(service))
        .anyMatch(of -> of.log().getBody().getStringValue().contains(words));
  }

  @Test
  void servicesSayOneToFiveLinesInTenSeconds() throws Exception {
    CapturedTelemetry captured = CapturedTelemetry.of(ShopCase.healthy(), 600);
    Map<String, Long> lines =
        captured.logs().stream()
            .collect(
                Collectors.groupingBy(CapturedTelemetry.LogOf::service, Collectors.counting()));
    assertThat(lines.values()).hasSize(12).allMatch(count -> count >= 60 && count <= 300);
  }

  @Test
  void anHourCostsLessThanTenSecondsOfCpu() {
    ShopCase shop = new ShopCase(FaultSchedule.of(2, Duration.ofHours(1)));
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    CapturedTelemetry captured = CapturedTelemetry.of(shop, 3_600);
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    long bytes = captured.exports.stream().mapToLong(export -> export.payload().length).sum();
    System.out.printf(
        "one hour: %d exports, %d kB, %d ms CPU%n",
        captured.exports.size(), bytes / 1024, nanos / 1_000_000);
    assertThat(nanos).isLessThan(10_000_000_000L);
  }
}
