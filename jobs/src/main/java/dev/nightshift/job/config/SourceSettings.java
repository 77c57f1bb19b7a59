package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;

/**
 * One topic with telemetry, and what its records hold.
 *
 * @param system of events that name none; empty for {@code default.default}. Telemetry names its
 *     own
 */
public record SourceSettings(String topic, Format format, String system) {

  /** What one record of a topic holds. Protobuf and JSON are told apart by the first byte. */
  public enum Format {
    OTLP_METRICS(false),
    OTLP_LOGS(false),
    OTLP_SPANS(false),
    CLOUDEVENTS(true),
    ALERTMANAGER(true);

    private final boolean events;

    Format(boolean events) {
      this.events = events;
    }

    /** Whether it brings now and then an event, and no stream that tells how time goes. */
    public boolean events() {
      return events;
    }
  }

  public SourceSettings(String topic, Format format) {
    this(topic, format, "");
  }

  static SourceSettings read(ConfigNode node) {
    node.allow("topic", "format", "system");
    Format format = node.get("format").choice(Format.class);
    if (node.has("system") && !format.events()) {
      throw node.get("system")
          .error(
              "telemetry names its own system: 'system' is for events (cloudevents, alertmanager)");
    }
    return new SourceSettings(node.text("topic"), format, node.text("system", ""));
  }
}
