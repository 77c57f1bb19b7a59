package dev.nightshift.actuator.http;

import dev.nightshift.actuator.action.Backoff;
import dev.nightshift.actuator.action.Order;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a receiver what came of an order. Acts on nothing, so that a halt does not end it. */
record HttpLookUp(
    HttpProtocol protocol, HttpCaller caller, HttpSettings settings, Backoff backoff, Clock clock) {

  /**
   * Asks until there is an outcome, the receiver has no record, it cannot be asked, or time runs
   * out.
   *
   * @return a reading with an outcome, or nothing
   */
  Optional<Reading> until(Instant deadline, Order order) throws InterruptedException {
    Instant visible = clock.instant().plus(protocol.visibleWithin());
    int failures = 0;
    for (int i = 1; clock.instant().isBefore(deadline); i++) {
      HttpReply reply;
      try {
        Optional<HttpRequest.Builder> request = protocol.lookUp(order);
        if (request.isEmpty()) {
          return Optional.empty();
        }
        reply = caller.send(request.get());
      } catch (IOException e) {
        reply = HttpReply.none(false, e.getMessage());
      }
      if (reply.status() == 200) {
        Reading reading = protocol.found(reply, order);
        if (reading.isOutcome()) {
          return Optional.of(reading);
        }
        boolean absent = reading.state() == Reading.State.ABSENT;
        if (absent && !clock.instant().isBefore(visible)) {
          return Optional.empty();
        }
        // Running, or not to be read yet: the deadline bounds it, as it does for 202 and 409.
      } else if (reply.status() != 202 && reply.status() != 409) {
        failures++;
        if (!reply.passing() || failures >= settings.attempts()) {
          return Optional.empty();
        }
      }
      TimeUnit.MILLISECONDS.sleep(
          reply
              .retryAfter(clock.instant())
              .map(backoff::capped)
              .orElse(backoff.after(i))
              .toMillis());
    }
    return Optional.empty();
  }
}
