package dev.nightshift.local.shop.world;

import java.util.Locale;
import java.util.Optional;

/** What the shop's infrastructure can be asked to do. */
public enum RepairAction {
  /** New processes for all instances, one after the other. */
  RESTART,
  /** One instance more. */
  SCALE_OUT,
  /** The version before the one that runs. */
  ROLL_BACK,
  /** The database's replica becomes its primary. */
  FAILOVER,
  /** Throws away what a cache holds. */
  CLEAR_CACHE,
  /** A new pod on another node for the least healthy one. */
  REPLACE_INSTANCE;

  /** The name in requests: {@code scale_out}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #wireName()}; empty if there is no such action. */
  public static Optional<RepairAction> parse(String wireName) {
    for (RepairAction action : values()) {
      if (action.wireName().equals(wireName)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }
}
