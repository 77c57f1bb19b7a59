package dev.nightshift.actuator.argo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.http.HttpProtocol;
import dev.nightshift.actuator.http.HttpReply;
import dev.nightshift.actuator.http.Json;
import dev.nightshift.actuator.http.Reading;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A workflow whose name is made from the key: a second submission meets the first one (HTTP 409),
 * and the name alone finds it again.
 */
record SubmitWorkflow(ArgoSettings settings) implements HttpProtocol {

  @Override
  public HttpRequest.Builder act(Order order) {
    ObjectNode body = Json.object();
    ObjectNode workflow = body.putObject("workflow");
    ObjectNode metadata = workflow.putObject("metadata");
    metadata.put("name", name(order));
    metadata.put("namespace", settings.namespace());
    metadata.putObject("annotations").put("nightshift.dev/key", order.key());
    ObjectNode spec = workflow.putObject("spec");
    spec.putObject("workflowTemplateRef").put("name", order.parameter("template"));
    ArrayNode parameters = spec.putObject("arguments").putArray("parameters");
    parameters.addObject().put("name", "target").put("value", order.target().key());
    new TreeMap<>(order.parameters())
        .forEach(
            (name, value) -> {
              if (!name.equals("template")) {
                parameters.addObject().put("name", name).put("value", value);
              }
            });
    return request("").header("Content-Type", "application/json").POST(Json.body(body));
  }

  @Override
  public Optional<HttpRequest.Builder> lookUp(Order order) {
    return Optional.of(request("/" + name(order)).GET());
  }

  private HttpRequest.Builder request(String path) {
    String base = settings.url() + "/api/v1/workflows/" + settings.namespace();
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + settings.token().reveal());
  }

  @Override
  public Reading accepted(HttpReply reply, Order order) {
    return Json.read(reply).isPresent() ? Reading.running() : Reading.unreadable();
  }

  @Override
  public Reading found(HttpReply reply, Order order) {
    return Json.read(reply)
        .map(
            json -> {
              String phase = json.at("/status/phase").asText();
              String detail = "workflow " + name(order) + " " + phase;
              return switch (phase) {
                case "Succeeded" -> Reading.succeeded(detail);
                case "Failed", "Error" ->
                    Reading.failed(detail + ": " + json.at("/status/message").asText());
                default -> Reading.running();
              };
            })
        .orElse(Reading.unreadable());
  }

  @Override
  public String describe(Order order) {
    return "submit the workflow template "
        + order.parameter("template")
        + " as "
        + settings.namespace()
        + "/"
        + name(order);
  }

  private static String name(Order order) {
    return "nightshift-" + Json.digest(order.key()).substring(0, 24);
  }
}
