package dev.nightshift.codec;

/**
 * The encodings of the OpenTelemetry Collector's Kafka exporter ({@code otlp_proto}, {@code
 * otlp_json}).
 */
public enum OtlpFormat {
  /** Each payload says by its first bytes which of the two it is. */
  AUTO,
  /** Binary protobuf of an {@code Export…ServiceRequest}; {@code …Data} is the same on the wire. */
  PROTOBUF,
  /**
   * OTLP/JSON, <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">spec</a>.
   */
  JSON;

  /**
   * What a payload is. An OTLP message in protobuf begins with field 1, length-delimited, which is
   * the byte 0x0A: the line feed. A brace would be field 15 as a group, which OTLP has not, so that
   * a brace, or blanks other than a line feed before one, can only be JSON.
   */
  public OtlpFormat of(byte[] payload) {
    if (this != AUTO) {
      return this;
    }
    for (byte b : payload) {
      if (b == '{') {
        return JSON;
      }
      if (b != ' ' && b != '\t' && b != '\r') {
        return PROTOBUF;
      }
    }
    return PROTOBUF;
  }
}
