package dev.nightshift.job.source;

import dev.nightshift.codec.AlertmanagerDecoder;
import dev.nightshift.codec.CloudEventsDecoder;
import dev.nightshift.codec.DecodeLimits;
import dev.nightshift.codec.MalformedTelemetryException;
import dev.nightshift.codec.OtlpFormat;
import dev.nightshift.codec.OtlpLogsDecoder;
import dev.nightshift.codec.OtlpMetricsDecoder;
import dev.nightshift.codec.OtlpSpansDecoder;
import dev.nightshift.codec.PlacementSensor;
import dev.nightshift.codec.TelemetryProblem;
import dev.nightshift.job.config.SourceSettings;
import dev.nightshift.job.config.SourceSettings.Format;
import dev.nightshift.telemetry.BadInput;
import dev.nightshift.telemetry.Placement;
import dev.nightshift.telemetry.Signal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Telemetry from Kafka to signals, inside the source.
 *
 * <p>It is here and not behind the source because the source makes watermarks per partition from
 * the signals' own times: a task that catches up on several partitions would otherwise call the
 * slower ones late. Bad bytes become a signal that carries their dead letter, which the topology
 * sends on its way; a bad item of a good payload too, and the rest of the payload is used.
 */
public final class TelemetryDeserializer implements KafkaRecordDeserializationSchema<Signal> {

  private static final long serialVersionUID = 1L;
  private static final String ATTRIBUTE_PREFIX = "ce_";

  private final String topic;
  private final Format format;
  private final String system;
  private final long maxFutureMillis;
  private transient Decoder decoder;
  private transient PlacementSensor places;

  private interface Decoder {
    void decode(
        ConsumerRecord<byte[], byte[]> record,
        Consumer<Signal> out,
        Consumer<TelemetryProblem> problems)
        throws MalformedTelemetryException;
  }

  /**
   * @param maxFutureMillis a time further ahead of the broker's time stamp is refused
   */
  public TelemetryDeserializer(SourceSettings source, long maxFutureMillis) {
    this.topic = source.topic();
    this.format = source.format();
    this.system = source.system();
    this.maxFutureMillis = maxFutureMillis;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    DecodeLimits defaults = DecodeLimits.DEFAULT;
    DecodeLimits limits =
        new DecodeLimits(
            defaults.maxPayloadBytes(),
            maxFutureMillis,
            defaults.maxBuckets(),
            defaults.maxBodyChars());
    places = new PlacementSensor();
    decoder =
        switch (format) {
          case OTLP_METRICS -> {
            OtlpMetricsDecoder metrics = new OtlpMetricsDecoder(OtlpFormat.AUTO, limits, places);
            yield (record, out, problems) ->
                metrics.decode(
                    record.value(),
                    record.timestamp(),
                    point -> out.accept(Signal.of(point)),
                    problems);
          }
          case OTLP_LOGS -> {
            OtlpLogsDecoder logs = new OtlpLogsDecoder(OtlpFormat.AUTO, limits, places);
            yield (record, out, problems) ->
                logs.decode(
                    record.value(),
                    record.timestamp(),
                    entry -> out.accept(Signal.of(entry)),
                    change -> out.accept(Signal.of(change)),
                    problems);
          }
          case OTLP_SPANS -> {
            OtlpSpansDecoder spans = new OtlpSpansDecoder(OtlpFormat.AUTO, limits, places);
            yield (record, out, problems) ->
                spans.decode(
                    record.value(),
                    record.timestamp(),
                    span -> out.accept(Signal.of(span)),
                    problems);
          }
          case CLOUDEVENTS -> {
            CloudEventsDecoder events = new CloudEventsDecoder(limits, system);
            yield (record, out, problems) ->
                events.decode(
                    record.value(),
                    attributes(record),
                    record.timestamp(),
                    change -> out.accept(Signal.of(change)),
                    problems);
          }
          case ALERTMANAGER -> {
            AlertmanagerDecoder alerts = new AlertmanagerDecoder(limits, system);
            yield (record, out, problems) ->
                alerts.decode(
                    record.value(),
                    record.timestamp(),
                    change -> out.accept(Signal.of(change)),
                    problems);
          }
        };
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Signal> out) {
    byte[] payload = record.value();
    if (payload == null) {
      return; // A tombstone of a compacted topic says nothing.
    }
    long brokerTime = record.timestamp();
    try {
      decoder.decode(
          record,
          signal -> {
            out.collect(signal);
            Placement placement = places.record(signal.timeMillis());
            if (placement != null) {
              out.collect(Signal.of(placement));
            }
          },
          problem ->
              out.collect(
                  Signal.of(bad(problem.reason(), problem.detail(), brokerTime, new byte[0]))));
    } catch (MalformedTelemetryException e) {
      out.collect(Signal.of(bad(e.reason(), e.detail(), brokerTime, payload)));
    }
  }

  /**
   * Of a CloudEvent in binary mode: headers {@code ce_...}, as the Kafka protocol binding has them.
   */
  private static Map<String, String> attributes(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> attributes = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.key().startsWith(ATTRIBUTE_PREFIX) && header.value() != null) {
        attributes.put(
            header.key().substring(ATTRIBUTE_PREFIX.length()),
            new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return attributes;
  }

  private BadInput bad(Enum<?> reason, String detail, long at, byte[] original) {
    return new BadInput(topic, reason.name().toLowerCase(Locale.ROOT), detail, at, original);
  }

  @Override
  public TypeInformation<Signal> getProducedType() {
    return TypeInformation.of(Signal.class);
  }
}
