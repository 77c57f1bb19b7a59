package dev.nightshift.job.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of the Open Inference Protocol on this machine, with one score for every window. */
public final class InferenceServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private final float score;
  private volatile boolean isDown;

  public InferenceServer(float score) throws IOException {
    this.score = score;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v2/models/orders/infer",
        exchange -> {
          try (exchange) {
            asked.incrementAndGet();
            byte[] answer =
                JSON.writeValueAsBytes(answer(JSON.readTree(exchange.getRequestBody())));
            exchange.sendResponseHeaders(isDown ? UNAVAILABLE : OK, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
  }

  private ObjectNode answer(JsonNode request) {
    JsonNode shape = request.at("/inputs/0/shape");
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode outputs = answer.putArray("outputs");
    ArrayNode scores = outputs.addObject().put("name", "score").putArray("data");
    ArrayNode errors = outputs.addObject().put("name", "feature_error").putArray("data");
    for (int row = 0; row < shape.get(0).asInt(); row++) {
      scores.add(score);
      for (int feature = 0; feature < shape.get(2).asInt(); feature++) {
        errors.add(feature);
      }
    }
    return answer;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public int asked() {
    return asked.get();
  }

  public void goDown() {
    isDown = true;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
