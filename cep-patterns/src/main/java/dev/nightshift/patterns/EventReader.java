package dev.nightshift.patterns;

import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;
import dev.nightshift.detect.StableId;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads events that were written by hand or recorded, for trying patterns out.
 *
 * <pre>
 * {at: 100, anomaly: cart, features: {memory: [2e9, 1e9]}, callers: [frontend]}
 * {at: 130, change: cart, kind: deployment}
 * </pre>
 *
 * Times are seconds; a feature is its value, what is usual, and its part of the score (default: the
 * same for each). Also {@code onset} (default: at), {@code score} (6), {@code threshold} (2),
 * {@code phase} (opened), {@code callees}, {@code hosts}, {@code deployments}. A name without a
 * slash is a service of the case's own system.
 */
final class EventReader {

  private static final double LATEST = 1e11;

  private final String system;

  EventReader(String system) {
    this.system = system;
  }

  SystemEvent read(ConfigNode node) {
    return node.has("change") ? change(node) : anomaly(node);
  }

  private SystemEvent change(ConfigNode node) {
    node.allow(
        "at", "change", "kind", "id", "summary", "callers", "callees", "hosts", "deployments");
    String entity = entity(node.text("change"));
    String kind = node.text("kind");
    return placed(
        node,
        SystemEvent.of(
            new ChangeEvent(
                Entity.parse(entity),
                millis(node, "at", 0),
                kind,
                node.text("id", kind + "-of-" + node.text("change")),
                node.text("summary", ""))));
  }

  private SystemEvent anomaly(ConfigNode node) {
    node.allow(
        "at",
        "anomaly",
        "features",
        "onset",
        "score",
        "threshold",
        "phase",
        "id",
        "callers",
        "callees",
        "hosts",
        "deployments");
    String entity = entity(node.text("anomaly"));
    long at = millis(node, "at", 0);
    Anomaly anomaly =
        Anomaly.newBuilder()
            .setId(node.text("id", StableId.of("a", entity)))
            .setSystem(Entity.parse(entity).system())
            .setEntity(entity)
            .setPhase(node.choice("phase", AnomalyPhase.class, AnomalyPhase.OPENED))
            .setOnset(millis(node, "onset", at))
            .setUpdated(at)
            .setPeakAt(at)
            .setPeakScore((float) node.number("score", 6, 0, Float.MAX_VALUE))
            .setThreshold((float) node.number("threshold", 2, 0, Float.MAX_VALUE))
            .setModel("recorded")
            .setContributions(node.has("features") ? features(node.get("features")) : List.of())
            .build();
    return placed(node, SystemEvent.of(anomaly));
  }

  private static List<Contribution> features(ConfigNode node) {
    List<Contribution> features = new ArrayList<>();
    for (String name : node.keys()) {
      List<ConfigNode> numbers = node.list(name);
      if (numbers.size() != 2 && numbers.size() != 3) {
        throw node.get(name).error("expected [value, usual] or [value, usual, share]");
      }
      float share = numbers.size() == 3 ? (float) numbers.get(2).number(0, Float.MAX_VALUE) : 1f;
      features.add(new Contribution(name, share, number(numbers.get(0)), number(numbers.get(1))));
    }
    return features;
  }

  private SystemEvent placed(ConfigNode node, SystemEvent event) {
    return event
        .withNeighbours(entities(node, "callers"), entities(node, "callees"))
        .withPlace(
            new ArrayList<>(node.texts("hosts")), new ArrayList<>(node.texts("deployments")));
  }

  private List<String> entities(ConfigNode node, String key) {
    return new ArrayList<>(node.texts(key).stream().map(this::entity).toList());
  }

  private String entity(String name) {
    return name.contains("/") ? name : Entity.service(system, name).key();
  }

  private static float number(ConfigNode node) {
    return (float) node.number(-Float.MAX_VALUE, Float.MAX_VALUE);
  }

  private static long millis(ConfigNode node, String key, long otherwise) {
    return node.has(key) ? Math.round(node.get(key).number(0, LATEST) * 1000) : otherwise;
  }
}
