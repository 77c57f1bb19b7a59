package dev.nightshift.actuator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call against receivers whose answers do not end. */
class HttpCallerTest {

  private static final HttpSettings SETTINGS =
      new HttpSettings(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          1,
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          Duration.ofMinutes(5),
          Optional.empty());

  private final AtomicLong written = new AtomicLong();
  private final CompletableFuture<IOException> hungUp = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean endless = exchange.getRequestURI().getPath().equals("/endless");
          exchange.sendResponseHeaders(200, endless ? 0 : HttpCaller.LONGEST_ANSWER);
          byte[] part = new byte[1 << 16];
          try {
            while (endless || written.get() < HttpCaller.LONGEST_ANSWER) {
              exchange.getResponseBody().write(part);
              written.addAndGet(part.length);
            }
            exchange.close();
          } catch (IOException e) {
            hungUp.complete(e);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpReply get(String path) throws InterruptedException {
    URI url = URI.create("http://localhost:" + server.getAddress().getPort() + path);
    return new HttpCaller(SETTINGS).send(HttpRequest.newBuilder(url));
  }

  @Test
  void anEndlessAnswerIsNoAnswerAndItsConnectionIsClosed() throws Exception {
    HttpReply reply = get("/endless");

    assertThat(reply.answered()).isFalse();
    assertThat(reply.sent()).isTrue();
    assertThat(reply.describe())
        .isEqualTo("the answer is longer than " + HttpCaller.LONGEST_ANSWER + " bytes");
    assertThat(hungUp.get(1, TimeUnit.MINUTES)).isNotNull();
  }

  @Test
  void theLongestAnswerIsReadWhole() throws Exception {
    HttpReply reply = get("/long");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).hasSize(HttpCaller.LONGEST_ANSWER);
  }
}
