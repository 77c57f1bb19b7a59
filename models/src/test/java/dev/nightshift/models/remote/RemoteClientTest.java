package dev.nightshift.models.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.models.remote.RemoteClient.Patience;
import dev.nightshift.models.remote.RemoteEndpoint.Protocol;
import dev.nightshift.models.remote.TestServer.Answer;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol, and how failures of any server are met. */
class RemoteClientTest {

  private static final float[] WINDOWS = {1, Float.NaN, 1, 3, 2, 0, 2, 0};
  private static final String GOOD =
      "{\"model_name\":\"orders\",\"outputs\":["
          + "{\"name\":\"feature_error\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[[1,4.5],[4,0]]},"
          + "{\"name\":\"score\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[4.5,4]}]}";
  private static final Answer OK = new Answer(200, GOOD);
  private static final Answer OVERLOADED = new Answer(503, "overloaded");
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(200));

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(request -> OK);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RemoteEndpoint endpoint(int timeoutMillis, int attempts) {
    return new RemoteEndpoint(
        Protocol.OPEN_INFERENCE_V2,
        server.url(),
        "orders",
        null,
        -1,
        timeoutMillis,
        attempts,
        null);
  }

  private RemoteClient client(int timeoutMillis, int attempts) {
    return new RemoteClient(endpoint(timeoutMillis, attempts), 2, 2, RequestAuth.NONE, SHORT);
  }

  private static RemoteScores score(RemoteClient client) throws Exception {
    return client.score(WINDOWS, 2).get(20, TimeUnit.SECONDS);
  }

  private static RemoteException failure(RemoteClient client) throws Exception {
    try {
      score(client);
    } catch (ExecutionException e) {
      return (RemoteException) e.getCause();
    }
    throw new AssertionError("it scored");
  }

  @Test
  void asksAndReadsAsTheSpecificationSays() throws Exception {
    RemoteScores scores = score(client(5000, 1));

    assertThat(scores.scores()).containsExactly(4.5f, 4);
    assertThat(scores.featureErrors()).containsExactly(1, 4.5f, 4, 0);
    assertThat(server.received).hasSize(1);
    assertThat(server.received.get(0).method()).isEqualTo("POST");
    assertThat(server.received.get(0).path()).isEqualTo("/v2/models/orders/infer");
    assertThat(server.received.get(0).headers().getFirst("Content-Type"))
        .isEqualTo("application/json");
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                "{\"inputs\":[{\"name\":\"windows\",\"shape\":[2,2,2],\"datatype\":\"FP32\","
                    + "\"data\":[1.0,-1.0,1.0,3.0,2.0,0.0,2.0,0.0]}],"
                    + "\"outputs\":[{\"name\":\"score\"},{\"name\":\"feature_error\"}]}");
    assertThat(new ObjectMapper().readTree(server.received.get(0).body())).isEqualTo(expected);
  }

  @Test
  void whatMayPassIsTriedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    server.answer(request -> asked.incrementAndGet() < 3 ? OVERLOADED : OK);

    assertThat(score(client(5000, 3)).scores()).containsExactly(4.5f, 4);
    assertThat(asked).hasValue(3);
  }

  @Test
  void triesAreCounted() throws Exception {
    server.answer(request -> new Answer(429, "slow down"));

    RemoteException failure = failure(client(5000, 3));
    assertThat(failure).hasMessage("127.0.0.1: status 429: slow down");
    assertThat(failure.isTransient()).isTrue();
    assertThat(server.received).hasSize(3);
  }

  @Test
  void whatIsWrongIsNotTriedAgain() throws Exception {
    server.answer(request -> new Answer(400, "unknown model"));

    assertThat(failure(client(5000, 3)).isTransient()).isFalse();
    assertThat(server.received).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "{}",
        "{\"outputs\":[{\"name\":\"score\",\"data\":[1,2]}]}",
        "{\"outputs\":[{\"name\":\"score\",\"data\":[1]},{\"name\":\"feature_error\",\"data\":[1,2,3,4]}]}",
        "{\"outputs\":[{\"name\":\"score\",\"data\":[1,2,3]},{\"name\":\"feature_error\",\"data\":[1,2,3,4]}]}",
        "{\"outputs\":[{\"name\":\"score\",\"data\":[1,\"NaN\"]},{\"name\":\"feature_error\",\"data\":[1,2,3,4]}]}",
        "{\"outputs\":[{\"name\":\"score\",\"data\":[1,null]},{\"name\":\"feature_error\",\"data\":[1,2,3,4]}]}"
      })
  void aWrongAnswerIsNoScore(String body) throws Exception {
    server.answer(request -> new Answer(200, body));

    assertThat(failure(client(5000, 3)).isTransient()).isFalse();
    assertThat(server.received).hasSize(1);
  }

  @Test
  void aServerThatDoesNotAnswerIsLeftAfterTheTimeOut() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    server.answer(
        request -> {
          try {
            end.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return OK;
        });
    try {
      assertThat(failure(client(100, 2)).isTransient()).isTrue();
      assertThat(server.received).hasSize(2);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aServerThatIsNotThereIsAFailureThatMayPass() throws Exception {
    RemoteClient client = client(1000, 2);
    server.close();

    assertThat(failure(client).isTransient()).isTrue();
  }

  @Test
  void theCircuitOpensAndClosesAgain() throws Exception {
    RemoteClient client = client(5000, 1);
    server.answer(request -> OVERLOADED);
    for (int i = 0; i < RemoteClient.OF_LAST; i++) {
      failure(client);
    }
    int asked = server.received.size();
    assertThat(failure(client)).hasMessageContaining("the circuit is open");
    assertThat(server.received).as("nobody asks").hasSize(asked);

    server.answer(request -> OK);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    RemoteScores scores = null;
    while (scores == null && System.nanoTime() < deadline) {
      scores = client.score(WINDOWS, 2).exceptionally(open -> null).get(20, TimeUnit.SECONDS);
    }
    assertThat(scores).isNotNull();
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    server.answer(request -> new Answer(307, ""));

    assertThat(failure(client(5000, 2)).isTransient()).isFalse();
    assertThat(server.received).hasSize(1);
  }

  @Test
  void standsBehindTheScorersInterface() throws Exception {
    RemoteEndpoint endpoint = endpoint(5000, 1);
    try (RemoteScorer scorer = new RemoteScorer("shop@v1", endpoint, client(5000, 1), 4, 2, 2)) {
      FloatBuffer windows = FloatBuffer.wrap(WINDOWS);
      FloatBuffer scores = FloatBuffer.allocate(4);
      FloatBuffer errors = FloatBuffer.allocate(8);
      scorer.score(windows, 2, scores, errors);
      assertThat(scores.get(0)).isEqualTo(4.5f);
      assertThat(errors.get(2)).isEqualTo(4);

      server.answer(request -> new Answer(400, "no"));
      assertThatThrownBy(() -> scorer.score(windows, 2, scores, errors))
          .isInstanceOf(ScoringException.class)
          .hasMessage("shop@v1: 127.0.0.1: status 400: no");
    }
  }

  @Test
  void anEndpointIsCheckedWhenItIsRead() {
    assertThatThrownBy(() -> with(Protocol.VERTEX_AI, "http://example.org/e", "", ""))
        .hasMessageContaining("not https");
    assertThatThrownBy(() -> with(Protocol.SAGEMAKER, "https://example.org/e", "", ""))
        .hasMessageContaining("region");
    assertThatThrownBy(() -> with(Protocol.OPEN_INFERENCE_V2, "https://example.org", "", ""))
        .hasMessageContaining("model");
    assertThatThrownBy(() -> with(Protocol.OPEN_INFERENCE_V2, "ftp://example.org", "m", ""))
        .hasMessageContaining("not an http(s) address");
  }

  private static RemoteEndpoint with(Protocol protocol, String url, String model, String region) {
    return new RemoteEndpoint(protocol, url, model, region, 0, 1000, 1, null);
  }
}
