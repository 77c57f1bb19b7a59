package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.ShopWorld;
import dev.nightshift.local.shop.world.Strain;

/** Work that is out of proportion to the requests eats the CPU of every instance. */
record CpuSaturation(String service, double severity) implements Fault {

  @Override
  public FaultKind kind() {
    return FaultKind.CPU_SATURATION;
  }

  @Override
  public void begin(ShopWorld world) {
    world.service(service).strain(new Strain(3.6 + 0.9 * severity, 0.78, 0.004, 0, 0, null));
  }

  @Override
  public void cure(ShopWorld world) {
    world.service(service).strain(Strain.NONE);
  }
}
