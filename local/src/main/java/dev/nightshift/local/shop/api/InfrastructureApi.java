package dev.nightshift.local.shop.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightshift.local.shop.fault.ShopSimulation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The infrastructure of the shops over HTTP, on this machine only: a webhook that carries out
 * signed orders against the simulation.
 *
 * <p>{@code POST /actions} takes a structured CloudEvent and answers 200 with {@code status} {@code
 * succeeded} or {@code failed}, and {@code "replayed": true} for a key that was carried out before;
 * 400 what is no such event, 401 a signature or timestamp that does not hold, 404 an unknown
 * target, 409 a key that is being carried out, 413 more than 64 KiB, 422 an unknown action. {@code
 * GET /actions/<key>} tells what came of a key, 404 if it was never seen.
 */
public final class InfrastructureApi implements AutoCloseable {

  private static final String PATH = "/actions";
  private static final int MAX_BODY = 64 * 1024;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final ExecutorService threads;
  private final ActionDesk desk;
  private final WebhookSignature signature;

  private InfrastructureApi(
      HttpServer server, Collection<ShopSimulation> shops, byte[] secret, Clock clock) {
    this.server = server;
    this.threads = Executors.newFixedThreadPool(4);
    this.desk = new ActionDesk(shops);
    this.signature = new WebhookSignature(secret, clock);
  }

  /**
   * Starts to listen.
   *
   * @param shops that take orders, each of another system
   * @param port 0 for any free one
   * @param clock against which signatures' timestamps are checked: the wall's, not the simulation's
   * @throws IOException if the port is taken
   */
  public static InfrastructureApi start(
      Collection<ShopSimulation> shops, byte[] secret, Clock clock, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 0);
    InfrastructureApi api = new InfrastructureApi(server, shops, secret, clock);
    server.createContext(PATH, api::handle);
    server.setExecutor(api.threads);
    server.start();
    return api;
  }

  /** Where orders go. */
  public URI url() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create("http://" + host + ":" + address.getPort() + PATH);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> order(exchange);
        case "GET" -> lookUp(exchange);
        default -> send(exchange, Answer.refused(405, "POST or GET"), false);
      }
    }
  }

  private void order(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      send(exchange, Answer.refused(413, "more than " + MAX_BODY + " bytes"), false);
      return;
    }
    if (!signature.proves(
        header(exchange, "X-Nightshift-Timestamp"),
        header(exchange, "X-Nightshift-Signature"),
        body)) {
      send(exchange, Answer.refused(401, "signature or timestamp does not hold"), false);
      return;
    }
    try {
      JsonNode event = json.readTree(body);
      ActionOrder order = ActionOrder.of(event, header(exchange, "Idempotency-Key"));
      ActionDesk.Given given = desk.carryOut(order);
      send(exchange, given.answer(), given.replayed());
    } catch (JsonProcessingException e) {
      send(exchange, Answer.refused(400, "not JSON: " + e.getOriginalMessage()), false);
    } catch (IllegalArgumentException e) {
      send(exchange, Answer.refused(400, e.getMessage()), false);
    }
  }

  private void lookUp(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String raw = path.length() > PATH.length() ? path.substring(PATH.length() + 1) : "";
    String key = URLDecoder.decode(raw, StandardCharsets.UTF_8);
    send(exchange, desk.lookUp(key).orElse(Answer.refused(404, "never seen")), false);
  }

  private static String header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  private void send(HttpExchange exchange, Answer answer, boolean replayed) throws IOException {
    ObjectNode body =
        json.createObjectNode().put("status", answer.status()).put("detail", answer.detail());
    if (replayed) {
      body.put("replayed", true);
    }
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.code(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Stops to listen at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
