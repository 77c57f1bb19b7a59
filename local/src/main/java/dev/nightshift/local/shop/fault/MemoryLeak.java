package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.ShopWorld;
import dev.nightshift.local.shop.world.Strain;

/**
 * Every instance loses memory until garbage collection eats its CPU and the kernel kills it; what
 * comes up again loses memory too. A restart of all ends it: what filled the heap is then behind.
 */
record MemoryLeak(String service, double severity) implements Fault {

  @Override
  public FaultKind kind() {
    return FaultKind.MEMORY_LEAK;
  }

  @Override
  public void begin(ShopWorld world) {
    // From the usual memory to the limit in 2.5 to 4 minutes.
    double perSecond = 2.5 + 1.5 * severity;
    world.service(service).strain(new Strain(1, 0, 0, perSecond, 0, null));
  }

  @Override
  public void cure(ShopWorld world) {
    world.service(service).strain(Strain.NONE);
  }

  @Override
  public void repairByHand(ShopWorld world) {
    cure(world);
    world.roll(world.service(service), false);
  }
}
