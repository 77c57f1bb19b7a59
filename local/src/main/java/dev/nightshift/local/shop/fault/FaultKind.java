package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.RepairAction;
import dev.nightshift.local.shop.world.ShopBlueprint;
import java.util.List;
import java.util.Locale;

/** The kinds of faults, the one action that heals each, and the services that they befall. */
public enum FaultKind {
  MEMORY_LEAK(RepairAction.RESTART),
  CPU_SATURATION(RepairAction.SCALE_OUT),
  BAD_DEPLOYMENT(RepairAction.ROLL_BACK),
  SLOW_DATABASE(RepairAction.FAILOVER),
  CACHE_CORRUPTION(RepairAction.CLEAR_CACHE),
  CRASH_LOOP(RepairAction.REPLACE_INSTANCE);

  private final RepairAction cure;

  FaultKind(RepairAction cure) {
    this.cure = cure;
  }

  /** The name in reports: {@code memory_leak}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one action that heals it. */
  public RepairAction cure() {
    return cure;
  }

  /** Services that it may befall. */
  public List<String> services() {
    return switch (this) {
      case MEMORY_LEAK ->
          List.of("catalog", "search", "recommendation", "cart", "orders", "inventory");
      case CPU_SATURATION -> List.of("search", "recommendation", "catalog", "payment", "checkout");
      case BAD_DEPLOYMENT -> List.of("checkout", "cart", "payment", "shipping", "search", "orders");
      case SLOW_DATABASE -> List.of(ShopBlueprint.DATABASE);
      case CACHE_CORRUPTION -> List.of(ShopBlueprint.CACHE);
      case CRASH_LOOP ->
          List.of("shipping", "payment", "inventory", "cart", "recommendation", "search");
    };
  }

  /**
   * A fault of this kind at a service, not yet begun.
   *
   * @param severity 0 (mild) to 1 (heavy)
   */
  public Fault at(String service, double severity) {
    return switch (this) {
      case MEMORY_LEAK -> new MemoryLeak(service, severity);
      case CPU_SATURATION -> new CpuSaturation(service, severity);
      case BAD_DEPLOYMENT -> new BadDeployment(service, severity);
      case SLOW_DATABASE -> new SlowDatabase(service, severity);
      case CACHE_CORRUPTION -> new CacheCorruption(service, severity);
      case CRASH_LOOP -> new CrashLoop(service);
    };
  }
}
