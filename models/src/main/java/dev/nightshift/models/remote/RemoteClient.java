package dev.nightshift.models.remote;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Asks a server for scores, without blocking.
 *
 * <p>Each attempt has a time-out. What may pass (no answer, 429, 5xx) is tried again after a delay
 * that doubles, with jitter. When {@value #FAILURES} of the last {@value #OF_LAST} attempts failed,
 * the circuit opens: for a while nobody asks, so that neither the job nor an overloaded server
 * waits; then one attempt tells whether it closes again. Thread-safe; one per endpoint and task.
 */
public final class RemoteClient {

  static final int FAILURES = 5;
  static final int OF_LAST = 10;
  private static final String CONTENT_TYPE = "application/json";
  private static final double JITTER = 0.5;
  private static final int SHOWN = 200;
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  /**
   * How patient to be.
   *
   * @param firstDelay before the second attempt
   * @param maxDelay longest delay between two attempts
   * @param open how long the circuit stays open
   */
  record Patience(Duration firstDelay, Duration maxDelay, Duration open) {
    static final Patience STANDARD =
        new Patience(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofSeconds(10));
  }

  private final RemoteEndpoint endpoint;
  private final WireFormat wire;
  private final RequestAuth auth;
  private final HttpClient http;
  private final URI target;
  private final CircuitBreaker<RemoteScores> breaker;
  private final FailsafeExecutor<RemoteScores> executor;

  RemoteClient(
      RemoteEndpoint endpoint, int window, int features, RequestAuth auth, Patience patience) {
    this.endpoint = endpoint;
    this.wire = new WireFormat(endpoint, window, features);
    this.auth = auth;
    this.target = endpoint.target();
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofMillis(endpoint.timeoutMillis()))
            // A redirect would carry a signature or a token to somebody else.
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.breaker =
        CircuitBreaker.<RemoteScores>builder()
            .withFailureThreshold(FAILURES, OF_LAST)
            .withDelay(patience.open())
            .withSuccessThreshold(1)
            .build();
    RetryPolicy<RemoteScores> retry =
        RetryPolicy.<RemoteScores>builder()
            .withMaxAttempts(endpoint.attempts())
            .withBackoff(patience.firstDelay(), patience.maxDelay())
            .withJitter(JITTER)
            .handleIf((scores, failure) -> failure != null && mayPass(failure))
            .build();
    // The breaker inside: it counts attempts, and an open circuit is not tried again.
    this.executor = Failsafe.with(retry).compose(breaker);
  }

  /**
   * With the credentials of the environment, where the server may have them.
   *
   * @param window W
   * @param features F
   * @throws IOException if there are no credentials, or none for this host
   */
  public static RemoteClient of(RemoteEndpoint endpoint, int window, int features)
      throws IOException {
    RequestAuth auth = new ServerTrust(System::getenv).authOf(endpoint);
    return new RemoteClient(endpoint, window, features, auth, Patience.STANDARD);
  }

  /** How long all attempts may take together. */
  public static long patienceMillis(RemoteEndpoint endpoint) {
    return endpoint.attempts()
        * (endpoint.timeoutMillis() + Patience.STANDARD.maxDelay().toMillis() * 3 / 2);
  }

  /**
   * Scores a batch.
   *
   * @param windows row-major [batch][W][F]; NaN for missing
   * @return fails with a {@link RemoteException} whose message says what happened
   */
  public CompletableFuture<RemoteScores> score(float[] windows, int batch) {
    byte[] body = wire.request(windows, batch);
    return executor
        .getStageAsync(() -> attempt(body, batch))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure)));
  }

  private CompletionStage<RemoteScores> attempt(byte[] body, int batch) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofMillis(endpoint.timeoutMillis()))
            .header("Content-Type", CONTENT_TYPE)
            .POST(BodyPublishers.ofByteArray(body));
    // Anew for each attempt: signatures and tokens age.
    for (Map.Entry<String, String> header : auth.headers(target, CONTENT_TYPE, body).entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    return http.sendAsync(request.build(), BodyHandlers.ofByteArray())
        .thenApply(response -> read(response, batch));
  }

  private RemoteScores read(HttpResponse<byte[]> response, int batch) {
    try {
      int status = response.statusCode();
      if (status == OK) {
        return wire.response(response.body(), batch);
      }
      String said = new String(response.body(), StandardCharsets.UTF_8);
      String message =
          "status " + status + ": " + said.substring(0, Math.min(SHOWN, said.length()));
      throw status == TOO_MANY || status >= SERVER_ERROR
          ? RemoteException.forNow(message)
          : RemoteException.forGood(message, null);
    } catch (RemoteException e) {
      throw new CompletionException(e);
    }
  }

  private static boolean mayPass(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return cause instanceof RemoteException remote
        ? remote.isTransient()
        : cause instanceof IOException;
  }

  private RemoteException explained(Throwable failure) {
    Throwable cause = unwrapped(failure);
    String where = target.getHost() + ": ";
    if (cause instanceof CircuitBreakerOpenException) {
      return RemoteException.forNow(where + "the circuit is open after too many failures");
    }
    if (cause instanceof RemoteException remote) {
      return remote.isTransient()
          ? RemoteException.forNow(where + remote.getMessage())
          : RemoteException.forGood(where + remote.getMessage(), remote);
    }
    String said = cause.getMessage();
    return RemoteException.forNow(where + (said == null ? cause.getClass().getSimpleName() : said));
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
