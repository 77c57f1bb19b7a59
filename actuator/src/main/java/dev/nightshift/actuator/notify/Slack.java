package dev.nightshift.actuator.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.http.HttpReply;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.actuator.http.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.Optional;

/**
 * Slack: {@code chat.postMessage} with a bot's token, or an incoming webhook, whose address is the
 * secret. Slack knows no key: a notice that came twice stands there twice.
 */
final class Slack extends HttpChannel {

  static final String NAME = "slack";
  static final URI API = URI.create("https://slack.com/api");

  /** How to reach a channel: a webhook's address, or a bot with a token. */
  record Access(Optional<Secret> webhook, URI api, Optional<Secret> token, String channel) {}

  private final Access access;

  Slack(Access access, HttpSettings settings, Clock clock) {
    super(NAME, settings, clock);
    this.access = access;
  }

  @Override
  HttpRequest.Builder request(Notice notice) {
    ObjectNode message = Json.object();
    message.put("text", text(notice));
    if (access.webhook().isPresent()) {
      return HttpRequest.newBuilder(URI.create(access.webhook().get().reveal()))
          .POST(Json.body(message));
    }
    message.put("channel", access.channel());
    return HttpRequest.newBuilder(URI.create(access.api() + "/chat.postMessage"))
        .header("Authorization", "Bearer " + access.token().orElseThrow().reveal())
        .POST(Json.body(message));
  }

  private static String text(Notice notice) {
    String sign =
        switch (notice.stage()) {
          case TRIGGERED -> notice.urgent() ? ":rotating_light:" : ":question:";
          case ACKNOWLEDGED -> ":wrench:";
          case RESOLVED -> ":white_check_mark:";
        };
    String text = sign + " *" + notice.summary() + "*\n" + notice.details();
    // Slack's own escapes; without them a detail could mention the whole channel.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** The API answers 200 to mistakes too; a webhook answers plain "ok". */
  @Override
  String problem(HttpReply reply) {
    if (access.webhook().isPresent()) {
      return "";
    }
    return Json.read(reply)
        .map(json -> json.path("ok").asBoolean() ? "" : "Slack says " + json.path("error").asText())
        .orElse("Slack's answer is no JSON");
  }
}
