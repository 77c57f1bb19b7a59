package dev.nightshift.local.shop.telemetry;

/** Default topics of the Collector's Kafka exporter. */
public final class Topics {

  public static final String METRICS = "otlp_metrics";
  public static final String SPANS = "otlp_spans";
  public static final String LOGS = "otlp_logs";

  private Topics() {}
}
