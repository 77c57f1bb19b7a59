package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.Change;

/**
 * Hears what really happens, for those who watch the simulation from outside. Called while the
 * simulation is locked: be quick, and do not call back.
 */
public interface ShopListener {

  /** Hears nothing. */
  ShopListener NONE = new ShopListener() {};

  default void faultStarted(FaultRecord fault) {}

  /** It can be seen now. */
  default void faultVisible(FaultRecord fault) {}

  default void actionExecuted(ActionRecord action) {}

  /** Its cause is gone. */
  default void faultHealed(FaultRecord fault) {}

  /** All is well again. */
  default void faultRecovered(FaultRecord fault) {}

  /** Somebody changed something, harmless or not. */
  default void changed(Change change) {}
}
