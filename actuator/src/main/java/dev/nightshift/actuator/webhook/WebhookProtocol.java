package dev.nightshift.actuator.webhook;

import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.http.CloudEvents;
import dev.nightshift.actuator.http.HttpProtocol;
import dev.nightshift.actuator.http.HttpReply;
import dev.nightshift.actuator.http.Reading;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/** CloudEvents 1.0 signed by HMAC-SHA256 over time and body, with an idempotency key. */
record WebhookProtocol(WebhookSettings settings, Clock clock) implements HttpProtocol {

  @Override
  public HttpRequest.Builder act(Order order) {
    String body = CloudEvents.event(order);
    return signed(settings.url(), body)
        .header("Content-Type", CloudEvents.TYPE)
        .header("Idempotency-Key", order.key())
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Override
  public Optional<HttpRequest.Builder> lookUp(Order order) {
    String encoded = URLEncoder.encode(order.key(), StandardCharsets.UTF_8).replace("+", "%20");
    String base = settings.url().toString();
    String separator = base.endsWith("/") ? "" : "/";
    return Optional.of(signed(URI.create(base + separator + encoded), "").GET());
  }

  private HttpRequest.Builder signed(URI url, String body) {
    long now = clock.instant().getEpochSecond();
    return HttpRequest.newBuilder(url)
        .header("X-Nightshift-Timestamp", Long.toString(now))
        .header("X-Nightshift-Signature", WebhookSignature.header(settings.secret(), now, body));
  }

  @Override
  public Reading accepted(HttpReply reply, Order order) {
    return reply.status() == 202 ? Reading.running() : WebhookBody.read(reply.body());
  }

  @Override
  public Reading found(HttpReply reply, Order order) {
    return WebhookBody.read(reply.body());
  }

  @Override
  public String refused(HttpReply reply) {
    return switch (reply.status()) {
      case 401 -> "the receiver refused the signature or its time (HTTP 401)";
      case 422 -> "the receiver does not know the action (HTTP 422)";
      default -> HttpProtocol.super.refused(reply);
    };
  }

  @Override
  public String describe(Order order) {
    return "call the webhook "
        + settings.url()
        + (order.undo() ? " to undo " : " for ")
        + order.action()
        + " of "
        + order.target().key();
  }
}
