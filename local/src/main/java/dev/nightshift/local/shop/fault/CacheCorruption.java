package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.Failure;
import dev.nightshift.local.shop.world.LogLine;
import dev.nightshift.local.shop.world.Service;
import dev.nightshift.local.shop.world.ShopWorld;
import dev.nightshift.local.shop.world.Strain;

/** Entries of the cache fail their checksums: misses, refills, and errors where none helps. */
record CacheCorruption(String service, double severity) implements Fault {

  @Override
  public FaultKind kind() {
    return FaultKind.CACHE_CORRUPTION;
  }

  @Override
  public void begin(ShopWorld world) {
    Failure failure =
        new Failure("CacheIntegrityError", "checksum mismatch while reading session entry #");
    world
        .service(service)
        .strain(new Strain(1.4, 0.06, 0.07 + 0.05 * severity, 0, 0.5 + 0.2 * severity, failure));
  }

  @Override
  public void continues(ShopWorld world) {
    Service cache = world.service(service);
    if (world.random().nextDouble() < 0.7) {
      int which = world.random().nextInt(cache.instances().size());
      world.log(
          cache,
          cache.instances().get(which),
          LogLine.ERROR,
          "checksum mismatch for key session:"
              + world.random().nextInt(100_000, 999_999)
              + ", entry dropped");
    }
  }

  @Override
  public void cure(ShopWorld world) {
    world.service(service).strain(Strain.NONE);
  }
}
