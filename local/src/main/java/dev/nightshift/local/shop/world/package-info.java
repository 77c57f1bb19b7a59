/**
 * The simulated world: services, instances, traffic and what can be done to them. Deterministic:
 * the same seed and the same operations at the same simulated times give the same world.
 */
package dev.nightshift.local.shop.world;
