package dev.nightshift.telemetry;

/**
 * Where an entity runs, as its resource tells.
 *
 * @param entity with its instance where it is known
 * @param host {@code host.name} or {@code k8s.node.name}; empty if unknown
 * @param deployment {@code k8s.deployment.name}; empty if unknown
 * @param timeMillis event time
 */
public record Placement(Entity entity, String host, String deployment, long timeMillis) {}
