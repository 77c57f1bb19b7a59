package dev.nightshift.patterns;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.List;

/** Events of one system, built by hand; times in seconds. */
final class Events {

  private final String system;
  private final List<SystemEvent> events = new ArrayList<>();

  private Events(String system) {
    this.system = system;
  }

  static Events in(String system) {
    return new Events(system);
  }

  List<SystemEvent> list() {
    return events;
  }

  Events deployment(long second, String service) {
    return change(second, service, "deployment");
  }

  Events change(long second, String service, String kind) {
    events.add(
        SystemEvent.of(
            new ChangeEvent(
                Entity.service(system, service),
                second * 1000,
                kind,
                "change-" + service,
                "changed")));
    return this;
  }

  /** A feature of an anomaly, as {@code name, share, value, usual}. */
  static Contribution feature(String name, double share, double value, double usual) {
    return new Contribution(name, (float) share, (float) value, (float) usual);
  }

  Events anomaly(long second, String service, Contribution... features) {
    return anomaly(second, service, AnomalyPhase.OPENED, List.of(), features);
  }

  Events anomaly(
      long second,
      String service,
      AnomalyPhase phase,
      List<String> callers,
      Contribution... features) {
    Anomaly anomaly =
        Anomaly.newBuilder()
            .setId("a-" + service)
            .setSystem(system)
            .setEntity(entity(service))
            .setPhase(phase)
            .setOnset(second * 1000)
            .setUpdated(second * 1000)
            .setPeakAt(second * 1000)
            .setPeakScore(6f)
            .setThreshold(2f)
            .setModel("shop@1")
            .setContributions(new ArrayList<>(List.of(features)))
            .build();
    events.add(
        SystemEvent.of(anomaly)
            .withNeighbours(callers.stream().map(this::entity).toList(), List.of()));
    return this;
  }

  private String entity(String service) {
    return system + "/" + service;
  }
}
