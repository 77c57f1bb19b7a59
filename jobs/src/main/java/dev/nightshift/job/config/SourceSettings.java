package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;

/** One topic with telemetry, and what its records hold. */
public record SourceSettings(String topic, Format format) {

  /** What one record of a topic holds. Protobuf and JSON are told apart by the first byte. */
  public enum Format {
    OTLP_METRICS,
    OTLP_LOGS,
    OTLP_SPANS
  }

  static SourceSettings read(ConfigNode node) {
    node.allow("topic", "format");
    return new SourceSettings(node.text("topic"), node.get("format").choice(Format.class));
  }
}
