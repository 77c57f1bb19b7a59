package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.List;

/** A small shop: frontend calls checkout, search and catalog; checkout calls orders and payment. */
final class Shop {

  static final String SYSTEM = "demo.shop";

  private static final String[][] CALLS = {
    {"frontend", "checkout"},
    {"frontend", "search"},
    {"frontend", "catalog"},
    {"checkout", "orders"},
    {"checkout", "payment"},
    {"orders", "orders-db"},
    {"search", "catalog"},
  };

  private Shop() {}

  static String key(String service) {
    return SYSTEM + "/" + service;
  }

  static List<CallEdge> calls(long second) {
    List<CallEdge> edges = new ArrayList<>();
    for (String[] call : CALLS) {
      edges.add(new CallEdge(SYSTEM, key(call[0]), key(call[1]), second * 1000, 100, 1, 2_000));
    }
    return edges;
  }

  static GraphState graph() {
    GraphState state = new GraphState();
    ServiceGraph graph = new ServiceGraph();
    calls(1).forEach(call -> graph.observe(state, call));
    return state;
  }

  static Contribution feature(String name, double share, double value, double usual) {
    return new Contribution(name, (float) share, (float) value, (float) usual);
  }

  static Contribution latency() {
    return feature("latency_p99", 0.6, 6, 3);
  }

  static Contribution errors() {
    return feature("error_ratio", 0.4, 0.3, 0.01);
  }

  static Anomaly anomaly(String service, long second, double severity, Contribution... features) {
    return Anomaly.newBuilder()
        .setId("a-" + service + "-" + second)
        .setSystem(SYSTEM)
        .setEntity(key(service))
        .setPhase(AnomalyPhase.OPENED)
        .setOnset(second * 1000)
        .setUpdated((second + 10) * 1000)
        .setPeakAt((second + 10) * 1000)
        .setPeakScore((float) (2 * severity))
        .setThreshold(2f)
        .setModel("shop@1")
        .setContributions(new ArrayList<>(List.of(features)))
        .build();
  }

  static ChangeEvent deployment(String service, long second) {
    return new ChangeEvent(
        Entity.service(SYSTEM, service), second * 1000, "deployment", "v2", "deployed v2");
  }
}
