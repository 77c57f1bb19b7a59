package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.Service;
import dev.nightshift.local.shop.world.ShopWorld;

/** One instance dies again and again, and fails most of what it is given while it lives. */
record CrashLoop(String service) implements Fault {

  @Override
  public FaultKind kind() {
    return FaultKind.CRASH_LOOP;
  }

  @Override
  public void begin(ShopWorld world) {
    Service befallen = world.service(service);
    // Never one that the autoscaler may take away again.
    int which = world.random().nextInt(befallen.spec().instances());
    befallen.instances().get(which).crashLooping(true);
  }

  @Override
  public void cure(ShopWorld world) {
    world.service(service).instances().forEach(instance -> instance.crashLooping(false));
  }
}
