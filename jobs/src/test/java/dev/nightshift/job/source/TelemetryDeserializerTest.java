package dev.nightshift.job.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.job.config.SourceSettings;
import dev.nightshift.job.config.SourceSettings.Format;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Placement;
import dev.nightshift.telemetry.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Events of other systems as they lie in Kafka. */
class TelemetryDeserializerTest {

  private static final String TIME = "2026-09-21T14:13:20Z";

  private final List<Signal> signals = new ArrayList<>();

  @SafeVarargs
  private final void deserialize(Format format, ConsumerRecord<byte[], byte[]>... records) {
    TelemetryDeserializer deserializer =
        new TelemetryDeserializer(
            new SourceSettings("events", format, "prod.shop"), Long.MAX_VALUE / 2);
    deserializer.open(null);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      deserializer.deserialize(
          record,
          new Collector<>() {
            @Override
            public void collect(Signal signal) {
              signals.add(signal);
            }

            @Override
            public void close() {
              // Nothing is open.
            }
          });
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(String payload) {
    return new ConsumerRecord<>("events", 0, 0, null, payload.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void attributesOfABinaryEventStandInItsHeaders() {
    ConsumerRecord<byte[], byte[]> record = record("{\"summary\": \"orders v2\"}");
    List.of(
            "ce_specversion=1.0",
            "ce_id=e1",
            "ce_source=/ci",
            "ce_type=x.deployment",
            "ce_subject=orders",
            "ce_time=" + TIME,
            "content-type=application/json")
        .forEach(
            header -> {
              int end = header.indexOf('=');
              record
                  .headers()
                  .add(
                      header.substring(0, end),
                      header.substring(end + 1).getBytes(StandardCharsets.UTF_8));
            });

    deserialize(Format.CLOUDEVENTS, record);

    assertThat(signals)
        .singleElement()
        .satisfies(
            signal -> {
              assertThat(signal.change().entity().key()).isEqualTo("prod.shop/orders");
              assertThat(signal.change().summary()).isEqualTo("orders v2");
            });
  }

  private static String metrics(String instance, long second) {
    return """
        {"resourceMetrics": [{"resource": {"attributes": [
          {"key": "service.name", "value": {"stringValue": "cart"}},
          {"key": "service.instance.id", "value": {"stringValue": "%s"}},
          {"key": "k8s.node.name", "value": {"stringValue": "node-1"}},
          {"key": "k8s.deployment.name", "value": {"stringValue": "web"}}]},
          "scopeMetrics": [{"metrics": [
            {"name": "cpu", "gauge": {"dataPoints": [{"timeUnixNano": "%d", "asDouble": 0.5}]}},
            {"name": "mem", "gauge": {"dataPoints": [{"timeUnixNano": "%d", "asDouble": 5}]}}]}]}]}
        """
        .formatted(instance, second * 1_000_000_000L, second * 1_000_000_000L);
  }

  @Test
  void whereAnInstanceRunsIsSaidNowAndThenAndNotWithEachOfItsRecords() {
    deserialize(
        Format.OTLP_METRICS,
        record(metrics("cart-1", 1_000)),
        record(metrics("cart-1", 1_060)),
        record(metrics("cart-2", 1_060)),
        record(metrics("cart-1", 1_300)));

    assertThat(signals).filteredOn(signal -> signal.metric() != null).hasSize(8);
    assertThat(signals)
        .extracting(Signal::placement)
        .filteredOn(Objects::nonNull)
        .containsExactly(
            new Placement(
                new Entity("default.default", "cart", "cart-1"), "node-1", "web", 1_000_000),
            new Placement(
                new Entity("default.default", "cart", "cart-2"), "node-1", "web", 1_060_000),
            new Placement(
                new Entity("default.default", "cart", "cart-1"), "node-1", "web", 1_300_000));
  }

  @Test
  void whatCannotBeReadBecomesADeadLetterWithItsBytes() {
    deserialize(Format.ALERTMANAGER, record("no JSON"));
    deserialize(
        Format.ALERTMANAGER,
        record(
            "{\"alerts\": [{\"status\": \"firing\", \"labels\": {}, \"startsAt\": \"%s\"}]}"
                .formatted(TIME)));

    assertThat(signals)
        .extracting(signal -> signal.bad().reason())
        .containsExactly("bad_json", "no_entity");
    assertThat(signals.get(0).bad().original())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("no JSON");
  }
}
