package dev.nightshift.actuator.http;

import dev.nightshift.actuator.action.Order;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * What is particular to one receiver: how an order becomes a request, and what its answers mean.
 * All else (time-outs, retries, look-ups, halts) is {@link HttpAction}'s.
 */
public interface HttpProtocol {

  /**
   * The request that acts, signed for now. Made anew for every attempt.
   *
   * @throws IOException if what it takes (credentials, what is there now) could not be had: nothing
   *     was sent, it is tried again
   * @throws InterruptedException if the actuator is closing
   */
  HttpRequest.Builder act(Order order) throws IOException, InterruptedException;

  /**
   * The request that asks what came of an order; empty if the receiver keeps no record.
   *
   * @throws IOException as {@link #act}
   */
  default Optional<HttpRequest.Builder> lookUp(Order order) throws IOException {
    return Optional.empty();
  }

  /** What a 2xx answer to {@link #act} means. */
  Reading accepted(HttpReply reply, Order order);

  /** What a 200 answer to {@link #lookUp} means. */
  default Reading found(HttpReply reply, Order order) {
    return Reading.absent();
  }

  /** For how long a receiver may not show yet what it has accepted. */
  default Duration visibleWithin() {
    return Duration.ZERO;
  }

  /** What a 4xx answer to {@link #act} means for people, where the number alone does not say. */
  default String refused(HttpReply reply) {
    return switch (reply.status()) {
      case 401 -> "the receiver refused the credentials (HTTP 401)";
      case 403 -> "the receiver forbids it (HTTP 403)";
      case 404 -> "the receiver does not know the target (HTTP 404)";
      default -> "the receiver answered HTTP " + reply.status();
    };
  }

  /** One line for a dry run: what would be sent where. */
  String describe(Order order);
}
