package dev.nightshift.actuator.notify;

import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.config.ConfigNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Who is told of incidents.
 *
 * @param topic where the snapshots of incidents come from
 * @param calls where the calls of escalation chains come from
 * @param maxAge a call for help that reached the topic longer ago is not passed on
 * @param channels makers of the channels that are told of every incident, in the order of the file
 * @param contacts makers of the channels of each contact that an escalation chain may name
 */
public record NotifySettings(
    String topic,
    String calls,
    Duration maxAge,
    List<Function<Clock, Channel>> channels,
    Map<String, List<Function<Clock, Channel>>> contacts) {

  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final String EXPECTED =
      "expected a channel: pagerduty, alertmanager, slack or email";

  public NotifySettings {
    channels = List.copyOf(channels);
    contacts = Collections.unmodifiableMap(new LinkedHashMap<>(contacts));
  }

  /** Reads the section {@code notify}. */
  public static NotifySettings read(ConfigNode node, UnaryOperator<String> environment) {
    node.allow(
        "topic",
        "calls",
        "max-age",
        "contacts",
        PagerDuty.NAME,
        Alertmanager.NAME,
        Slack.NAME,
        Email.NAME);
    Map<String, List<Function<Clock, Channel>>> contacts = new LinkedHashMap<>();
    if (node.has("contacts")) {
      ConfigNode book = node.get("contacts");
      for (String name : book.keys()) {
        ConfigNode contact =
            book.get(name).allow(PagerDuty.NAME, Alertmanager.NAME, Slack.NAME, Email.NAME);
        contacts.put(name, channels(contact, environment));
        if (contacts.get(name).isEmpty()) {
          throw contact.error(EXPECTED);
        }
      }
    }
    List<Function<Clock, Channel>> channels = channels(node, environment);
    if (channels.isEmpty() && contacts.isEmpty()) {
      throw node.error(EXPECTED + ", or 'contacts'");
    }
    return new NotifySettings(
        node.text("topic", "nightshift.incidents"),
        node.text("calls", "nightshift.notifications"),
        HttpSettings.positive(node, "max-age", Duration.ofHours(1)),
        channels,
        contacts);
  }

  private static List<Function<Clock, Channel>> channels(
      ConfigNode node, UnaryOperator<String> environment) {
    List<Function<Clock, Channel>> channels = new ArrayList<>();
    node.find(PagerDuty.NAME).ifPresent(n -> channels.add(pagerDuty(n, environment)));
    node.find(Alertmanager.NAME).ifPresent(n -> channels.add(alertmanager(n, environment)));
    node.find(Slack.NAME).ifPresent(n -> channels.add(slack(n, environment)));
    node.find(Email.NAME).ifPresent(n -> channels.add(email(n, environment)));
    return channels;
  }

  private static Function<Clock, Channel> pagerDuty(
      ConfigNode node, UnaryOperator<String> environment) {
    HttpSettings http = HttpSettings.read(node, DEADLINE, environment, "url", "routing-key");
    Secret key = Secret.resolve(node.get("routing-key"), environment);
    URI url = node.has("url") ? HttpSettings.url(node.get("url")) : PagerDuty.EVENTS;
    return clock -> new PagerDuty(url, key, http, clock);
  }

  private static Function<Clock, Channel> alertmanager(
      ConfigNode node, UnaryOperator<String> environment) {
    HttpSettings http = HttpSettings.read(node, DEADLINE, environment, "url", "token");
    Optional<Secret> token = secret(node, "token", environment);
    URI url = HttpSettings.url(node.get("url"));
    return clock -> new Alertmanager(url, token, http, clock);
  }

  private static Function<Clock, Channel> slack(
      ConfigNode node, UnaryOperator<String> environment) {
    HttpSettings http =
        HttpSettings.read(node, DEADLINE, environment, "webhook", "url", "token", "channel");
    if (node.has("webhook") == node.has("token") || node.has("token") != node.has("channel")) {
      throw node.error("expected 'webhook', or 'token' and 'channel'");
    }
    Optional<Secret> webhook = secret(node, "webhook", environment);
    if (webhook.isPresent() && !isAddress(webhook.get())) {
      throw node.get("webhook").error("the secret is not an address, https://...");
    }
    Slack.Access access =
        new Slack.Access(
            webhook,
            node.has("url") ? HttpSettings.url(node.get("url")) : Slack.API,
            secret(node, "token", environment),
            node.text("channel", ""));
    return clock -> new Slack(access, http, clock);
  }

  /** Checked here, so that no later message has to speak of the address, which is the secret. */
  private static boolean isAddress(Secret secret) {
    try {
      URI url = new URI(secret.reveal());
      return url.getHost() != null && url.getScheme().matches("https?");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Function<Clock, Channel> email(
      ConfigNode node, UnaryOperator<String> environment) {
    node.allow("host", "port", "protection", "user", "password", "from", "to", "timeout");
    if (node.has("user") != node.has("password")) {
      throw node.error("'user' and 'password' go together");
    }
    Email.Protection protection =
        node.choice("protection", Email.Protection.class, Email.Protection.STARTTLS);
    if (node.has("user") && protection == Email.Protection.NONE) {
      throw node.get("protection").error("a password is not sent unprotected");
    }
    List<String> to = node.texts("to");
    if (to.isEmpty()) {
      throw node.error("expected 'to', a list of addresses");
    }
    Email.Settings settings =
        new Email.Settings(
            node.text("host"),
            (int) node.integer("port", 587, 1, 65535),
            protection,
            node.find("user").map(ConfigNode::text),
            secret(node, "password", environment),
            node.text("from"),
            to,
            HttpSettings.positive(node, "timeout", Duration.ofSeconds(10)));
    return clock -> new Email(settings, clock);
  }

  private static Optional<Secret> secret(
      ConfigNode node, String key, UnaryOperator<String> environment) {
    return node.find(key).map(place -> Secret.resolve(place, environment));
  }
}
