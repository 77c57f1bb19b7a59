package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One signed call at a time: says what happened, decides nothing. */
final class WebhookClient {

  private final ActuatorConfig.Webhook config;
  private final Clock clock;
  private final HttpClient http;

  WebhookClient(ActuatorConfig.Webhook config, Clock clock) {
    this.config = config;
    this.clock = clock;
    // No redirects: a signed order goes to the configured address or nowhere.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.connectTimeout())
            .build();
  }

  HttpReply act(ActionRequest request) throws InterruptedException {
    String body = WebhookBody.event(request);
    return send(
        signed(config.url(), body)
            .header("Content-Type", "application/cloudevents+json")
            .header("Idempotency-Key", request.getKey())
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpReply lookUp(String key) throws InterruptedException {
    String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    String base = config.url().toString();
    String separator = base.endsWith("/") ? "" : "/";
    return send(signed(URI.create(base + separator + encoded), "").GET());
  }

  private HttpRequest.Builder signed(URI url, String body) {
    long now = clock.instant().getEpochSecond();
    return HttpRequest.newBuilder(url)
        .timeout(config.timeout())
        .header("X-Nightshift-Timestamp", Long.toString(now))
        .header("X-Nightshift-Signature", WebhookSignature.header(config.secret(), now, body));
  }

  private HttpReply send(HttpRequest.Builder request) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> call =
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    try {
      // The request's own time-out ends at the headers: this one bounds a stalling body too.
      return HttpReply.of(call.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return HttpReply.none(true, "no answer within " + config.timeout());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      boolean sent =
          !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException)
              && !(cause.getCause() instanceof UnresolvedAddressException);
      return HttpReply.none(sent, cause.getClass().getSimpleName() + " " + cause.getMessage());
    } finally {
      call.cancel(true);
    }
  }
}
