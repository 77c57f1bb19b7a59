package dev.nightshift.actuator.notify;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Transition;
import java.util.ArrayList;
import java.util.List;

/** Snapshots of incidents for tests. */
public final class Incidents {

  private Incidents() {}

  /** An incident that went through these states, one revision each. */
  public static Incident through(String id, IncidentState... states) {
    List<Transition> history = new ArrayList<>();
    for (IncidentState state : states) {
      history.add(
          Transition.newBuilder()
              .setSequence(history.size())
              .setTo(state)
              .setAt(1_767_225_600_000L + history.size())
              .setAuthor(AuthorKind.JOB)
              .setBy("job")
              .setCause("no action helped <b>")
              .build());
    }
    return Incident.newBuilder()
        .setId(id)
        .setSystem("demo.shop")
        .setState(states[states.length - 1])
        .setRevision(states.length)
        .setOnset(1_767_225_590_000L)
        .setOpenedAt(1_767_225_600_000L)
        .setUpdatedAt(1_767_225_600_000L)
        .setTitle("orders leaks memory")
        .setRootCause("demo.shop/orders")
        .setFaultType("memory_leak")
        .setConfidence(0.93)
        .setHistory(history)
        .build();
  }
}
