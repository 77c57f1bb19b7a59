package dev.nightshift.local.replay;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;

/**
 * The records that make event time pass a recording's end. Watermarks follow the data: the last
 * steps of a recording stay open until something newer arrives in every partition. A heartbeat is
 * about an entity of its own, {@code nightshift.replay/heartbeat}.
 */
final class Heartbeats {

  private static final Resource HEARTBEAT =
      OtlpWriter.resource(new String[] {"nightshift", "replay"}, "service.name", "heartbeat", "");

  private Heartbeats() {}

  /** One record for each of the three topics. */
  static List<ReplayRecord> at(long timeMillis) {
    long nanos = timeMillis * 1_000_000L;
    ByteString id = ByteString.copyFromUtf8("nightshift-pulse");
    Span span =
        Span.newBuilder()
            .setTraceId(id)
            .setSpanId(id.substring(0, 8))
            .setName("heartbeat")
            .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
            .setStartTimeUnixNano(nanos)
            .setEndTimeUnixNano(nanos)
            .build();
    LogRecord log =
        LogRecord.newBuilder()
            .setTimeUnixNano(nanos)
            .setSeverityNumberValue(1)
            .setBody(OtlpWriter.text("heartbeat"))
            .build();
    return List.of(
        OtlpWriter.gauges(HEARTBEAT, timeMillis, Map.of("nightshift.replay.heartbeat", 1.0)),
        OtlpWriter.spans(HEARTBEAT, timeMillis, List.of(span)),
        OtlpWriter.logs(HEARTBEAT, timeMillis, List.of(log)));
  }
}
