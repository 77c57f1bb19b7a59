package dev.nightshift.actuator.notify;

import dev.nightshift.actuator.http.HttpCaller;
import dev.nightshift.actuator.http.HttpReply;
import dev.nightshift.actuator.http.HttpSettings;
import java.net.http.HttpRequest;
import java.time.Clock;

/** A channel whose receiver takes each notice in one call over HTTP. */
abstract class HttpChannel implements Channel {

  private final String name;
  private final HttpCaller caller;
  private final Clock clock;

  HttpChannel(String name, HttpSettings settings, Clock clock) {
    this.name = name;
    this.caller = new HttpCaller(settings);
    this.clock = clock;
  }

  /** The call that tells a notice. */
  abstract HttpRequest.Builder request(Notice notice);

  /** What is wrong although the answer is 2xx; empty text if nothing. */
  String problem(HttpReply reply) {
    return "";
  }

  final Clock clock() {
    return clock;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Delivery deliver(Notice notice) throws InterruptedException {
    HttpReply reply = caller.send(request(notice).header("Content-Type", "application/json"));
    if (reply.ok()) {
      String problem = problem(reply);
      return problem.isEmpty() ? Delivery.delivered() : Delivery.rejected(problem);
    }
    return reply.passing()
        ? Delivery.later(reply.describe(), reply.retryAfter(clock.instant()))
        : Delivery.rejected(reply.describe());
  }
}
