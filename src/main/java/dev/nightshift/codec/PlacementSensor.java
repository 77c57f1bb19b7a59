package dev.nightshift.codec;

import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.NowAndThen;
import dev.nightshift.telemetry.Placement;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;

/**
 * Notices where entities run from the resources of their telemetry, and says so now and then: once
 * for each entity and place in {@link #EVERY_MILLIS} of event time. A resource is looked at once
 * and not each of its records, which only lend it their time. Not thread-safe.
 */
public final class PlacementSensor {

  private static final long EVERY_MILLIS = 300_000;

  private final NowAndThen<Place> told = new NowAndThen<>(EVERY_MILLIS);
  private Place pending;

  private record Place(Entity entity, String host, String deployment) {}

  /** Looks at a resource; what is decoded next is of it. */
  void resource(Entity entity, List<KeyValue> attributes) {
    String host = Attributes.find(attributes, "host.name");
    if (host == null) {
      host = Attributes.find(attributes, "k8s.node.name");
    }
    String deployment = Attributes.find(attributes, "k8s.deployment.name");
    pending =
        host == null && deployment == null
            ? null
            : new Place(entity, host == null ? "" : host, deployment == null ? "" : deployment);
  }

  /**
   * Looks at the time of a record.
   *
   * @return where the record's entity runs, if that is due to be said; mostly null
   */
  public Placement record(long timeMillis) {
    if (pending == null) {
      return null;
    }
    Place place = pending;
    pending = null;
    return told.isDue(place, timeMillis)
        ? new Placement(place.entity(), place.host(), place.deployment(), timeMillis)
        : null;
  }
}
