package dev.nightshift.local.shop.world;

/**
 * Calls that a service makes while it answers one request.
 *
 * @param callee name of the service called
 * @param callsPerRequest mean number of calls
 * @param blame share of the callee's failures that fail the caller too; the rest is degraded
 *     gracefully
 */
public record Dependency(String callee, double callsPerRequest, double blame) {}
