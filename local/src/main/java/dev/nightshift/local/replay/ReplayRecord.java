package dev.nightshift.local.replay;

/**
 * One Kafka record of a replay.
 *
 * @param topic {@code otlp_metrics}, {@code otlp_logs} or {@code otlp_spans}
 * @param key of the entity that it is about
 * @param payload OTLP in protobuf
 * @param eventTimeMillis of the newest item in it
 * @param rows read from the recording for it
 * @param events data points, spans or log records in it
 */
public record ReplayRecord(
    String topic, String key, byte[] payload, long eventTimeMillis, int rows, int events) {

  public static final String METRICS = "otlp_metrics";
  public static final String LOGS = "otlp_logs";
  public static final String SPANS = "otlp_spans";
}
