package dev.nightshift.actuator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** {@code GET /metrics} for Prometheus, {@code GET /healthz}: 200 or 503 with the reason. */
final class MetricsEndpoint implements AutoCloseable {

  private final HttpServer server;

  MetricsEndpoint(int port, ActuatorMetrics metrics, Supplier<Health> health) throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/metrics", call -> answer(call, 200, metrics.prometheus()));
    server.createContext(
        "/healthz",
        call -> {
          Health now = health.get();
          answer(call, now.healthy() ? 200 : 503, now.detail() + "\n");
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange call, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (call) {
      call.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      call.sendResponseHeaders(status, body.length);
      call.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
