package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.Failure;
import dev.nightshift.local.shop.world.ShopWorld;
import dev.nightshift.local.shop.world.Strain;

/** A new version fails a fifth of its requests, with exceptions nobody has seen before. */
record BadDeployment(String service, double severity) implements Fault {

  @Override
  public FaultKind kind() {
    return FaultKind.BAD_DEPLOYMENT;
  }

  @Override
  public void begin(ShopWorld world) {
    String version = world.service(service).nextVersion();
    world.deploy(service, version, "Deployed " + service + " " + version);
    relapse(world);
  }

  @Override
  public void relapse(ShopWorld world) {
    String type = "java.lang.IllegalStateException";
    String message = "unexpected field 'v2.pricing' in " + service + " response, schema revision #";
    Strain strain = new Strain(1.3, 0.03, 0.15 + 0.15 * severity, 0, 0, new Failure(type, message));
    // The first new pods answer a few seconds after the deployment is announced.
    world.later(3_000, () -> world.service(service).strain(strain));
  }

  @Override
  public void cure(ShopWorld world) {
    world.service(service).strain(Strain.NONE);
  }

  @Override
  public void repairByHand(ShopWorld world) {
    String version = world.service(service).nextVersion();
    world.deploy(service, version, "Hotfix " + service + " " + version);
    cure(world);
  }
}
