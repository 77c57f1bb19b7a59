package dev.nightshift.diagnose;

import dev.nightshift.diagnose.PlacementState.Place;
import dev.nightshift.telemetry.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which services share a host or a deployment: learned from where their instances say they run, and
 * forgotten half an hour after they said it last. Thread-safe; all state is passed in.
 */
public final class Placements {

  private static final long MAX_AGE_MILLIS = 1_800_000;
  private static final long AGEING_INTERVAL_MILLIS = 60_000;

  /** Of one service that are told: one that runs everywhere is everybody's neighbour. */
  private static final int MAX_TOLD = 100;

  private final int maxInstances;

  /** At most 20,000 instances of a system. */
  public Placements() {
    this(20_000);
  }

  Placements(int maxInstances) {
    this.maxInstances = maxInstances;
  }

  /** Takes in where an instance runs. Beyond the bound new ones are refused. */
  public void observe(PlacementState state, Placement placement) {
    expire(state, placement.timeMillis());
    String instance = placement.entity().key();
    Place place = state.places.get(instance);
    if (place == null && state.places.size() >= maxInstances) {
      state.refused++;
      return;
    }
    if (place == null) {
      place = new Place();
      state.places.put(instance, place);
    }
    if (placement.timeMillis() >= place.lastSeen) {
      place.host = placement.host();
      place.deployment = placement.deployment();
      place.lastSeen = placement.timeMillis();
    }
  }

  /** Hosts that the service runs on, sorted. What is named by its host says so of itself too. */
  public List<String> hostsOf(PlacementState state, String service) {
    return places(state, service, place -> place.host);
  }

  /** Deployments that the service belongs to, sorted. */
  public List<String> deploymentsOf(PlacementState state, String service) {
    return places(state, service, place -> place.deployment);
  }

  private static List<String> places(
      PlacementState state, String service, Function<Place, String> part) {
    TreeSet<String> parts = new TreeSet<>();
    for (Map.Entry<String, Place> place : state.places.entrySet()) {
      String value = part.apply(place.getValue());
      if (!value.isEmpty() && isOf(service, place.getKey())) {
        parts.add(value);
        if (parts.size() > MAX_TOLD) {
          parts.pollLast();
        }
      }
    }
    return new ArrayList<>(parts);
  }

  private static boolean isOf(String service, String instance) {
    return instance.startsWith(service)
        && (instance.length() == service.length() || instance.charAt(service.length()) == '/');
  }

  private static void expire(PlacementState state, long now) {
    if (now - state.agedAt >= AGEING_INTERVAL_MILLIS) {
      state.agedAt = now;
      state.places.values().removeIf(place -> now - place.lastSeen > MAX_AGE_MILLIS);
    }
  }
}
