package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.LogLine;
import dev.nightshift.local.shop.world.Service;
import dev.nightshift.local.shop.world.ShopWorld;
import dev.nightshift.local.shop.world.Strain;

/** The primary's storage answers ten times slower; everything that queries it waits. */
record SlowDatabase(String service, double severity) implements Fault {

  @Override
  public FaultKind kind() {
    return FaultKind.SLOW_DATABASE;
  }

  @Override
  public void begin(ShopWorld world) {
    world.service(service).strain(new Strain(9 + 3 * severity, 0.12, 0.008, 0, 0, null));
  }

  @Override
  public void continues(ShopWorld world) {
    Service database = world.service(service);
    if (world.random().nextDouble() < 0.5) {
      world.log(
          database,
          database.instances().get(0),
          LogLine.WARN,
          "slow query: duration "
              + world.random().nextInt(400, 2400)
              + " ms, waiting for DataFileRead on relation orders");
    }
  }

  @Override
  public void cure(ShopWorld world) {
    world.service(service).strain(Strain.NONE);
  }
}
