package dev.nightshift.local.shop.telemetry;

import com.google.protobuf.ByteString;
import dev.nightshift.local.shop.world.Service;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.random.RandomGenerator;

/** Spans in OTLP, named and attributed by OpenTelemetry's semantic conventions. */
final class SpanEncoder {

  private SpanEncoder() {}

  /** Trace ids have 16 bytes, span ids 8. */
  static ByteString newId(int bytes, RandomGenerator random) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  static Span.Builder server(Service service, String operation) {
    Span.Builder span = Span.newBuilder().setName(operation).setKind(SpanKind.SPAN_KIND_SERVER);
    addOperation(span, service, operation);
    return span;
  }

  static Span.Builder client(Service callee, String operation) {
    Span.Builder span =
        Span.newBuilder()
            .setName(operation)
            .setKind(SpanKind.SPAN_KIND_CLIENT)
            .addAttributes(Attributes.text("peer.service", callee.name()))
            .addAttributes(Attributes.text("server.address", callee.name()));
    addOperation(span, callee, operation);
    return span;
  }

  private static void addOperation(Span.Builder span, Service service, String operation) {
    String verb = operation.substring(0, operation.indexOf(' '));
    switch (service.spec().role()) {
      case APPLICATION -> span.addAttributes(Attributes.text("http.request.method", verb));
      case DATABASE ->
          span.addAttributes(Attributes.text("db.system.name", "postgresql"))
              .addAttributes(Attributes.text("db.operation.name", verb));
      case CACHE ->
          span.addAttributes(Attributes.text("db.system.name", "redis"))
              .addAttributes(Attributes.text("db.operation.name", verb));
    }
  }

  static void fail(Span.Builder span, int status, String exception, String message) {
    span.setStatus(
            Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage(message))
        .addAttributes(Attributes.text("error.type", exception))
        .addAttributes(Attributes.number("http.response.status_code", status))
        .addEvents(
            Span.Event.newBuilder()
                .setName("exception")
                .setTimeUnixNano(span.getEndTimeUnixNano())
                .addAttributes(Attributes.text("exception.type", exception))
                .addAttributes(Attributes.text("exception.message", message)));
  }
}
