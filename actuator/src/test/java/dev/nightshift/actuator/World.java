package dev.nightshift.actuator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An infrastructure behind HTTP that keeps the webhook contract and counts what it really did. */
final class World implements AutoCloseable {

  final Map<String, AtomicInteger> effects = new ConcurrentHashMap<>();
  final Map<String, AtomicInteger> posts = new ConcurrentHashMap<>();
  final AtomicInteger atOnce = new AtomicInteger();
  final AtomicInteger mostAtOnce = new AtomicInteger();
  volatile long effectMillis = 0;

  /** When the last action was begun, by {@code System.nanoTime}. */
  final AtomicLong lastStartNanos = new AtomicLong(Long.MIN_VALUE);

  private final HttpServer server;

  World() throws IOException {
    server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext("/act", this::handle);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/act";
  }

  int count(String key) {
    AtomicInteger count = effects.get(key);
    return count == null ? 0 : count.get();
  }

  private void handle(HttpExchange call) throws IOException {
    try (call) {
      if (call.getRequestMethod().equals("GET")) {
        String key = call.getRequestURI().getPath().substring("/act/".length());
        answer(call, effects.containsKey(key) ? 200 : 404);
        return;
      }
      String key = call.getRequestHeaders().getFirst("Idempotency-Key");
      posts.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
      lastStartNanos.accumulateAndGet(System.nanoTime(), Math::max);
      if (!effects.containsKey(key)) {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        if (effectMillis > 0) {
          Thread.sleep(effectMillis);
        }
        effects.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
        atOnce.decrementAndGet();
      }
      answer(call, 200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange call, int status) throws IOException {
    byte[] body = "{\"status\":\"succeeded\",\"detail\":\"ok\"}".getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
