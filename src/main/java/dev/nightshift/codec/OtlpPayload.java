package dev.nightshift.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.nightshift.codec.MalformedTelemetryException.Reason;
import java.io.IOException;
import java.util.function.Supplier;

/** Payload bytes to one OTLP message, or a reason why not. */
final class OtlpPayload {

  private static final int MAX_DETAIL = 300;

  private OtlpPayload() {}

  static <M extends Message> M parse(
      byte[] payload,
      OtlpFormat format,
      DecodeLimits limits,
      Parser<M> parser,
      Supplier<? extends Message.Builder> builder,
      Class<M> type)
      throws MalformedTelemetryException {
    if (payload.length > limits.maxPayloadBytes()) {
      throw new MalformedTelemetryException(
          Reason.TOO_LARGE, payload.length + " bytes; the limit is " + limits.maxPayloadBytes());
    }
    if (format.of(payload) == OtlpFormat.PROTOBUF) {
      try {
        return parser.parseFrom(payload);
      } catch (InvalidProtocolBufferException e) {
        throw new MalformedTelemetryException(Reason.BAD_PROTOBUF, shorten(e.getMessage()), e);
      }
    }
    try {
      Message.Builder into = builder.get();
      OtlpJson.merge(payload, into);
      return type.cast(into.build());
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedTelemetryException(Reason.BAD_JSON, shorten(e.getMessage()), e);
    }
  }

  static String shorten(String message) {
    String line = String.valueOf(message).replace('\n', ' ');
    return line.length() <= MAX_DETAIL ? line : line.substring(0, MAX_DETAIL) + "…";
  }
}
