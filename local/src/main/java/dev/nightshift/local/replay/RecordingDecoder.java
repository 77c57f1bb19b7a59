package dev.nightshift.local.replay;

import dev.nightshift.job.config.SourceSettings;
import dev.nightshift.job.config.SourceSettings.Format;
import dev.nightshift.job.source.TelemetryDeserializer;
import dev.nightshift.telemetry.Signal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A recording through the job's own decoders, as if the broker had received each record at its
 * newest event time. Not thread safe.
 */
public final class RecordingDecoder {

  private final Map<Format, TelemetryDeserializer> decoders = new EnumMap<>(Format.class);

  /**
   * @param maxFutureMillis an item so far ahead of its record is refused
   */
  public RecordingDecoder(long maxFutureMillis) {
    for (Format format : Format.values()) {
      TelemetryDeserializer decoder =
          new TelemetryDeserializer(new SourceSettings(topic(format), format), maxFutureMillis);
      decoder.open(null);
      decoders.put(format, decoder);
    }
  }

  /** What a record holds. */
  public static Format format(ReplayRecord event) {
    for (Format format : Format.values()) {
      if (topic(format).equals(event.topic())) {
        return format;
      }
    }
    throw new IllegalStateException("no format is known for " + event.topic());
  }

  private static String topic(Format format) {
    return switch (format) {
      case OTLP_METRICS -> ReplayRecord.METRICS;
      case OTLP_LOGS -> ReplayRecord.LOGS;
      case OTLP_SPANS -> ReplayRecord.SPANS;
      case CLOUDEVENTS, ALERTMANAGER -> format.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Decodes one record; what is wrong with it becomes a signal that says so. */
  public void decode(ReplayRecord event, Collector<Signal> out) {
    decoders
        .get(format(event))
        .deserialize(
            new ConsumerRecord<>(
                event.topic(),
                0,
                0,
                event.eventTimeMillis(),
                TimestampType.CREATE_TIME,
                0,
                event.payload().length,
                new byte[0],
                event.payload(),
                new RecordHeaders(),
                Optional.empty()),
            out);
  }
}
