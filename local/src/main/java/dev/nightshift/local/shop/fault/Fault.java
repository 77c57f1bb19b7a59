package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.ShopWorld;

/** One thing that is wrong. It only ever touches the world, never the telemetry. */
public interface Fault {

  FaultKind kind();

  /** The service that it befalls. */
  String service();

  /** It starts. */
  void begin(ShopWorld world);

  /** One tick while it lasts. */
  default void continues(ShopWorld world) {}

  /** Its right action has taken effect. */
  void cure(ShopWorld world);

  /** The person on call repaired it, in whatever way. */
  default void repairByHand(ShopWorld world) {
    cure(world);
  }

  /** Its cure was undone. */
  default void relapse(ShopWorld world) {
    begin(world);
  }
}
