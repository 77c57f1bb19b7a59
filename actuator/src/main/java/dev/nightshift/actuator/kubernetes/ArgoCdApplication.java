package dev.nightshift.actuator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.http.Reading;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** An Application of Argo CD, as its API tells it. */
record ArgoCdApplication(JsonNode json) {

  /** Names of what an operation of ours says of itself. */
  static final String KEY = "nightshift.dev/key";

  static final String INCIDENT = "nightshift.dev/incident";
  static final String WAS = "nightshift.dev/was";

  /**
   * One entry of its history.
   *
   * @param source where the manifests came from, without the revision that was asked for
   */
  record Deployment(long id, String revision, Instant at, JsonNode source) {}

  /** Why no operation can be begun now. */
  void checkIdle() throws Obstacle {
    if (json.hasNonNull("operation") || phase().equals("Running")) {
      throw new Obstacle("another operation of the application is in progress");
    }
  }

  /** Why it cannot be kept at another revision than its repository's. */
  void checkPinnable() throws Obstacle {
    JsonNode automated = json.at("/spec/syncPolicy/automated");
    if (automated.isObject() && automated.path("enabled").asBoolean(true)) {
      throw new Obstacle("auto-sync would undo it: revert the commit in the repository instead");
    }
    if (json.at("/spec/sources").size() > 0) {
      throw new Obstacle("the application has several sources: roll it back in Argo CD");
    }
  }

  /** What is deployed. */
  Deployment current() throws Obstacle {
    JsonNode history = json.at("/status/history");
    if (history.isEmpty()) {
      throw new Obstacle("the application has no history");
    }
    return deployment(history.get(history.size() - 1));
  }

  /** The last deployment before the current one that had another revision. */
  Deployment before(Deployment current) throws Obstacle {
    JsonNode history = json.at("/status/history");
    for (int i = history.size() - 1; i >= 0; i--) {
      Deployment deployment = deployment(history.get(i));
      if (!deployment.revision().equals(current.revision())) {
        return deployment;
      }
    }
    throw new Obstacle("the history has no revision but " + current.revision());
  }

  /** Why a revision of then would be more than that revision. */
  void checkSameSource(Deployment then) throws Obstacle {
    if (!then.source().equals(source(json.at("/spec/source")))) {
      throw new Obstacle(
          "deployment "
              + then.id()
              + " had other settings in the application itself, which a revision does not bring"
              + " back: roll it back in Argo CD");
    }
  }

  /** Whether its newest operation is an order's. */
  boolean carries(Order order) {
    return said("/operation", KEY).equals(order.key())
        || said("/status/operationState/operation", KEY).equals(order.key());
  }

  /** What the newest operation says under a name; empty if nothing. */
  String said(String name) {
    return said("/status/operationState/operation", name);
  }

  private String said(String operation, String name) {
    for (JsonNode info : json.at(operation + "/info")) {
      if (info.path("name").asText().equals(name)) {
        return info.path("value").asText();
      }
    }
    return "";
  }

  /** What came of an order: synchronised is not enough, its pods have to be well too. */
  Reading outcome(Order order) {
    if (!carries(order)) {
      return Reading.absent();
    }
    if (json.hasNonNull("operation")) {
      return Reading.running();
    }
    String health = json.at("/status/health/status").asText();
    String message = json.at("/status/operationState/message").asText();
    return switch (phase()) {
      case "Succeeded" ->
          switch (health) {
            case "Progressing", "Missing" -> Reading.running();
            case "Degraded" ->
                Reading.failed(
                    "synchronised, but Degraded: " + json.at("/status/health/message").asText());
            default -> Reading.succeeded("synchronised, " + health + ": " + message);
          };
      case "Failed", "Error" -> Reading.failed(phase() + ": " + message);
      default -> Reading.running();
    };
  }

  private String phase() {
    return json.at("/status/operationState/phase").asText();
  }

  private static Deployment deployment(JsonNode entry) throws Obstacle {
    try {
      return new Deployment(
          entry.path("id").asLong(),
          entry.path("revision").asText(),
          Instant.parse(entry.path("deployedAt").asText()),
          source(entry.path("source")));
    } catch (DateTimeParseException e) {
      throw new Obstacle("the application's history has no times");
    }
  }

  private static JsonNode source(JsonNode source) {
    return source instanceof ObjectNode object
        ? object.deepCopy().without("targetRevision")
        : source;
  }
}
