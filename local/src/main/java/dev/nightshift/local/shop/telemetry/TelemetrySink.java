package dev.nightshift.local.shop.telemetry;

/** Takes export requests. Called from one thread. */
@FunctionalInterface
public interface TelemetrySink {

  /**
   * Takes one request.
   *
   * @param topic one of {@link Topics}
   * @param key name of the service
   * @param payload an OTLP export request, protobuf
   */
  void accept(String topic, String key, byte[] payload);
}
