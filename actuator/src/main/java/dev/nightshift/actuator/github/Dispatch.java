package dev.nightshift.actuator.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.http.HttpProtocol;
import dev.nightshift.actuator.http.HttpReply;
import dev.nightshift.actuator.http.Json;
import dev.nightshift.actuator.http.Reading;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A dispatch is answered before its run exists and without the run's number. The run is found by
 * the key in its name: the workflow says {@code run-name: ${{ inputs.nightshift_key }}}, or {@code
 * github.event.client_payload.nightshift_key} for an event. Source: GitHub REST API, version
 * 2022-11-28.
 *
 * @param workflow run a named workflow, otherwise send an event
 */
record Dispatch(GitHubSettings settings, boolean workflow) implements HttpProtocol {

  private static final String KEY = "nightshift_key";
  private static final Set<String> OWN = Set.of("repository", "workflow", "ref", "event");

  @Override
  public HttpRequest.Builder act(Order order) {
    ObjectNode body = Json.object();
    if (workflow) {
      body.put("ref", order.parameter("ref"));
    } else {
      body.put("event_type", order.parameter("event"));
    }
    ObjectNode inputs = body.putObject(workflow ? "inputs" : "client_payload");
    new TreeMap<>(order.parameters())
        .forEach(
            (name, value) -> {
              if (!OWN.contains(name)) {
                inputs.put(name, value);
              }
            });
    inputs.put(KEY, order.key()).put("target", order.target().key());
    return request(
            order, workflow ? "/actions/workflows/" + file(order) + "/dispatches" : "/dispatches")
        .header("Content-Type", "application/json")
        .POST(Json.body(body));
  }

  @Override
  public Optional<HttpRequest.Builder> lookUp(Order order) {
    String runs = workflow ? "/actions/workflows/" + file(order) + "/runs" : "/actions/runs";
    String since = URLEncoder.encode(">=" + order.decidedAt(), StandardCharsets.UTF_8);
    String event = workflow ? "workflow_dispatch" : "repository_dispatch";
    String query = "?event=" + event + "&per_page=100&created=" + since;
    return Optional.of(request(order, runs + query).GET());
  }

  private HttpRequest.Builder request(Order order, String path) {
    URI url = URI.create(settings.url() + "/repos/" + order.parameter("repository") + path);
    return HttpRequest.newBuilder(url)
        .header("Accept", "application/vnd.github+json")
        .header("X-GitHub-Api-Version", "2022-11-28")
        .header("Authorization", "Bearer " + settings.token().reveal());
  }

  private static String file(Order order) {
    return order.parameter("workflow");
  }

  @Override
  public Reading accepted(HttpReply reply, Order order) {
    return reply.status() == 204 ? Reading.running() : Reading.unreadable();
  }

  @Override
  public Reading found(HttpReply reply, Order order) {
    Optional<JsonNode> json = Json.read(reply);
    if (json.isEmpty()) {
      return Reading.unreadable();
    }
    for (JsonNode run : json.get().path("workflow_runs")) {
      if (run.path("display_title").asText().contains(order.key())) {
        return read(run);
      }
    }
    return Reading.absent();
  }

  private static Reading read(JsonNode run) {
    if (!run.path("status").asText().equals("completed")) {
      return Reading.running();
    }
    String conclusion = run.path("conclusion").asText();
    String detail = run.path("html_url").asText() + " ended with " + conclusion;
    return conclusion.equals("success") ? Reading.succeeded(detail) : Reading.failed(detail);
  }

  @Override
  public Duration visibleWithin() {
    return settings.visibleWithin();
  }

  @Override
  public String describe(Order order) {
    return (workflow
            ? "run the workflow " + file(order)
            : "send the event " + order.parameter("event"))
        + " in "
        + order.parameter("repository");
  }
}
