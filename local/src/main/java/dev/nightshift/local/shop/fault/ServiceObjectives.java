package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.Service;
import dev.nightshift.local.shop.world.ServiceSpec.Role;
import dev.nightshift.local.shop.world.ShopBlueprint;
import dev.nightshift.local.shop.world.ShopWorld;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is well and who is not: service level objectives over the world's own figures, smoothed over
 * about ten seconds so that noise is no symptom.
 */
final class ServiceObjectives {

  private static final double SMOOTHING_SECONDS = 8;
  private static final double LATENCY_FACTOR = 1.5;
  private static final double ERROR_RATIO = 0.03;
  private static final double CPU = 0.85;
  private static final double MEMORY_FACTOR = 1.3;
  private static final double HIT_RATIO = 0.8;
  private static final long RESTART_MILLIS = 25_000;

  private static final class Smoothed {
    double usualMillis;
    double usualMemory;
    double millis;
    double errors;
  }

  private final ShopWorld world;
  private final Map<String, Smoothed> smoothed = new HashMap<>();

  ServiceObjectives(ShopWorld healthy) {
    world = healthy;
    for (Service service : world.services()) {
      Smoothed figures = new Smoothed();
      figures.usualMillis = service.latencyMillis();
      figures.usualMemory = service.spec().memoryMegabytes() * 1024.0 * 1024.0;
      figures.millis = figures.usualMillis;
      smoothed.put(service.name(), figures);
    }
  }

  void observe(long millis) {
    double weight = Math.min(1, millis / 1000.0 / SMOOTHING_SECONDS);
    for (Service service : world.services()) {
      Smoothed figures = smoothed.get(service.name());
      figures.millis += weight * (service.latencyMillis() - figures.millis);
      figures.errors += weight * (service.errorRatio() - figures.errors);
    }
  }

  /** True if users or the service itself can tell that something is wrong. */
  boolean missedAround(String service) {
    return missedByUsers(ShopBlueprint.ENTRANCE)
        || missedByUsers("checkout")
        || missedByUsers(service)
        || missedInside(world.service(service));
  }

  private boolean missedByUsers(String service) {
    Smoothed figures = smoothed.get(service);
    return figures.millis > LATENCY_FACTOR * figures.usualMillis || figures.errors > ERROR_RATIO;
  }

  private boolean missedInside(Service service) {
    return service.meanCpu() > CPU
        || service.meanMemory() > MEMORY_FACTOR * smoothed.get(service.name()).usualMemory
        || service.restartedWithin(world.now(), RESTART_MILLIS)
        || (service.spec().role() == Role.CACHE && service.hitRatio() < HIT_RATIO);
  }
}
