package dev.nightshift.actuator.google;

import com.google.auth.oauth2.IdTokenCredentials;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.http.CloudEvents;
import dev.nightshift.actuator.http.HttpProtocol;
import dev.nightshift.actuator.http.HttpReply;
import dev.nightshift.actuator.http.Reading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A call with an identity token for the service's address, as Cloud Run and Cloud Functions check
 * it themselves. The service finds the key as the event's {@code id}.
 */
final class CallService implements HttpProtocol {

  private final GoogleSettings settings;

  /** One for each service: they renew their tokens themselves. */
  private final Map<URI, IdTokenCredentials> tokens = new ConcurrentHashMap<>();

  CallService(GoogleSettings settings) {
    this.settings = settings;
  }

  @Override
  public HttpRequest.Builder act(Order order) throws IOException {
    URI url = settings.services().get(order.parameter("service"));
    return HttpRequest.newBuilder(url)
        .header("Authorization", "Bearer " + token(url))
        .header("Content-Type", CloudEvents.TYPE)
        .header("Idempotency-Key", order.key())
        .POST(HttpRequest.BodyPublishers.ofString(CloudEvents.event(order)));
  }

  private String token(URI url) throws IOException {
    try {
      IdTokenCredentials credentials = credentials(url);
      credentials.refreshIfExpired();
      return credentials.getAccessToken().getTokenValue();
    } catch (IOException e) {
      throw new IOException("no credentials: " + e.getMessage(), e);
    }
  }

  private IdTokenCredentials credentials(URI url) throws IOException {
    IdTokenCredentials credentials = tokens.get(url);
    if (credentials == null) {
      credentials =
          IdTokenCredentials.newBuilder()
              .setIdTokenProvider(settings.tokens())
              .setTargetAudience(url.toString())
              .build();
      tokens.put(url, credentials);
    }
    return credentials;
  }

  @Override
  public Reading accepted(HttpReply reply, Order order) {
    String answer = new String(reply.body(), StandardCharsets.UTF_8);
    return Reading.succeeded("the service answered HTTP " + reply.status() + " " + answer);
  }

  @Override
  public String describe(Order order) {
    return "call the service " + order.parameter("service");
  }
}
