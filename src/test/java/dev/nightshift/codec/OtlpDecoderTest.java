package dev.nightshift.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.nightshift.codec.TelemetryProblem.Reason;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpDecoderTest {

  private static final Entity CART = new Entity("demo.shop", "cart", "cart-0");
  private static final long NOW = OtlpSamples.TIME;

  private final List<MetricPoint> points = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<LogEntry> logs = new ArrayList<>();
  private final List<ChangeEvent> changes = new ArrayList<>();
  private final List<TelemetryProblem> problems = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"metrics.binpb", "metrics.json"})
  void readsEveryKindOfMetric(String file) throws Exception {
    decodeMetrics(golden(file));

    assertThat(problems).isEmpty();
    assertThat(points).allSatisfy(p -> assertThat(p.entity()).isEqualTo(CART));
    assertThat(points).allSatisfy(p -> assertThat(p.timeMillis()).isEqualTo(OtlpSamples.TIME));
    assertThat(points)
        .extracting(MetricPoint::name)
        .containsExactly(
            "cpu.use", "requests", "bytes", "queue", "latency", "size", "gc.count", "gc.sum", "gc");
    assertThat(points)
        .extracting(MetricPoint::kind)
        .containsExactly(
            MetricKind.GAUGE,
            MetricKind.CUMULATIVE_SUM,
            MetricKind.DELTA_SUM,
            MetricKind.GAUGE,
            MetricKind.DELTA_HISTOGRAM,
            MetricKind.CUMULATIVE_HISTOGRAM,
            MetricKind.CUMULATIVE_SUM,
            MetricKind.CUMULATIVE_SUM,
            MetricKind.GAUGE);
    assertThat(points)
        .extracting(MetricPoint::value)
        .containsExactly(0.5, 42.0, 7.0, -3.0, 0.0, 0.0, 5.0, 2.5, 0.75);
    assertThat(points.get(0).attributes()).isEqualTo(Map.of("cpu", "0"));
    assertThat(points.get(1).startMillis()).isEqualTo(OtlpSamples.TIME - 60_000);
    assertThat(points.get(4).distribution().counts()).containsExactly(1, 2, 3);
    assertThat(points.get(5).distribution().bounds()).containsExactly(0, 2, 4, 8);
    assertThat(points.get(5).distribution().counts()).containsExactly(1, 0, 2, 3, 0);
    assertThat(points.get(8).attributes()).isEqualTo(Map.of("quantile", "0.99"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"logs.binpb", "logs.json"})
  void readsLogsAndChanges(String file) throws Exception {
    new OtlpLogsDecoder(OtlpFormat.AUTO, DecodeLimits.DEFAULT)
        .decode(golden(file), NOW, logs::add, changes::add, problems::add);

    assertThat(problems).isEmpty();
    assertThat(logs)
        .containsExactly(
            new LogEntry(
                CART, NOW, 17, "boom", "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff", "f0f1f2f3f4f5f6f7"));
    assertThat(changes).containsExactly(new ChangeEvent(CART, NOW, "deployment", "v2", "cart v2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spans.binpb", "spans.json"})
  void readsSpans(String file) throws Exception {
    new OtlpSpansDecoder(OtlpFormat.AUTO, DecodeLimits.DEFAULT)
        .decode(golden(file), NOW, spans::add, problems::add);

    assertThat(problems).isEmpty();
    assertThat(spans)
        .containsExactly(
            new Span(
                CART,
                "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
                "f0f1f2f3f4f5f6f7",
                "",
                "GET /cart",
                SpanKind.CLIENT,
                OtlpSamples.NANOS - 25_000_000L,
                OtlpSamples.NANOS,
                true,
                "redis"));
  }

  @Test
  void committedFilesAreTheSamples() throws Exception {
    Map<String, Message> samples =
        Map.of(
            "metrics.binpb", OtlpSamples.metrics(),
            "logs.binpb", OtlpSamples.logs(),
            "spans.binpb", OtlpSamples.spans());
    for (Map.Entry<String, Message> sample : samples.entrySet()) {
      assertThat(golden(sample.getKey())).isEqualTo(sample.getValue().toByteArray());
    }
  }

  @Test
  void oneBadPointDoesNotLoseTheRest() throws Exception {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    request.addResourceMetricsBuilder().addScopeMetricsBuilder().addMetricsBuilder().setName("x");
    var scope =
        request
            .addResourceMetricsBuilder()
            .setResource(OtlpSamples.resource())
            .addScopeMetricsBuilder();
    var gauge = scope.addMetricsBuilder().setName("g").getGaugeBuilder();
    gauge.addDataPoints(OtlpSamples.number().setAsDouble(Double.NaN));
    gauge.addDataPoints(OtlpSamples.number().setAsDouble(1).setTimeUnixNano(0));
    gauge.addDataPoints(OtlpSamples.number().setAsDouble(1).setTimeUnixNano(OtlpSamples.NANOS * 2));
    gauge.addDataPoints(OtlpSamples.number().setAsDouble(1).setTimeUnixNano(-1));
    gauge.addDataPoints(OtlpSamples.number());
    gauge.addDataPoints(OtlpSamples.number().setAsDouble(2));
    scope.addMetricsBuilder().setName("empty");

    decodeMetrics(request.build().toByteArray());

    assertThat(points).extracting(MetricPoint::value).containsExactly(2.0);
    assertThat(problems)
        .extracting(TelemetryProblem::reason)
        .containsExactly(
            Reason.NO_ENTITY,
            Reason.NOT_A_NUMBER,
            Reason.NO_TIME,
            Reason.FUTURE_TIME,
            Reason.FUTURE_TIME,
            Reason.NOT_A_NUMBER,
            Reason.BAD_METRIC);
  }

  @Test
  void refusesWhatIsTooLarge() {
    DecodeLimits small = new DecodeLimits(10, 0, 8, 1);
    assertThatThrownBy(
            () ->
                new OtlpMetricsDecoder(OtlpFormat.AUTO, small)
                    .decode(new byte[11], NOW, points::add, problems::add))
        .isInstanceOf(MalformedTelemetryException.class)
        .hasMessageContaining("TOO_LARGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}x",
        "{\"resourceSpans\":1}",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}",
        "plain text"
      })
  void refusesWhatIsNoTelemetry(String payload) {
    assertThatThrownBy(
            () ->
                new OtlpSpansDecoder(OtlpFormat.AUTO, DecodeLimits.DEFAULT)
                    .decode(
                        payload.getBytes(StandardCharsets.UTF_8), NOW, spans::add, problems::add))
        .isInstanceOf(MalformedTelemetryException.class);
  }

  @Test
  void aNumberWithoutValueIsNotZero() {
    assertThat(NumberDataPoint.getDefaultInstance().getValueCase())
        .isEqualTo(NumberDataPoint.ValueCase.VALUE_NOT_SET);
  }

  private void decodeMetrics(byte[] payload) throws MalformedTelemetryException {
    new OtlpMetricsDecoder(OtlpFormat.AUTO, DecodeLimits.DEFAULT)
        .decode(payload, NOW, points::add, problems::add);
  }

  static byte[] golden(String file) throws IOException {
    try (InputStream in = OtlpDecoderTest.class.getResourceAsStream("/otlp/" + file)) {
      return in.readAllBytes();
    }
  }
}
