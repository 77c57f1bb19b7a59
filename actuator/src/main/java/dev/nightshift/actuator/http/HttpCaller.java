package dev.nightshift.actuator.http;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** One call over HTTP at a time: says what happened, decides nothing. Thread-safe. */
public final class HttpCaller {

  /** Far above what any receiver answers, and small beside this process's memory. */
  static final int LONGEST_ANSWER = 8 << 20;

  private final HttpSettings settings;
  private final HttpClient http;

  /** Makes a caller with connections of its own; it connects with the first call. */
  public HttpCaller(HttpSettings settings) {
    this.settings = settings;
    // No redirects: an order with its credentials goes to the configured address or nowhere.
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout());
    settings.tls().ifPresent(tls -> builder.sslContext(TlsContext.of(tls)));
    this.http = builder.build();
  }

  /**
   * Sends a request and waits for the whole answer, within the settings' time-out. An answer that
   * is longer than 8 MiB counts as none.
   *
   * @throws InterruptedException if the actuator is closing
   */
  public HttpReply send(HttpRequest.Builder request) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> call =
        http.sendAsync(
            request.timeout(settings.timeout()).build(), BoundedBody.handler(LONGEST_ANSWER));
    try {
      // The request's own time-out ends at the headers: this one bounds a stalling body too.
      return HttpReply.of(call.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return HttpReply.none(true, "no answer within " + settings.timeout());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      boolean sent =
          !(cause instanceof ConnectException
                  || cause instanceof HttpConnectTimeoutException
                  || cause instanceof SSLHandshakeException)
              && !(cause.getCause() instanceof UnresolvedAddressException);
      return HttpReply.none(sent, words(cause));
    } finally {
      call.cancel(true);
    }
  }

  private static String words(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof BoundedBody.TooLong) {
        return cause.getMessage();
      }
    }
    return problem.getClass().getSimpleName() + " " + problem.getMessage();
  }
}
