package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.ShopWorld;

/**
 * Something that looks as if it mattered and does no harm.
 *
 * @param atMillis after the start of the simulation
 */
public record BenignEvent(long atMillis, Kind kind, String service) {

  /** What happens. */
  public enum Kind {
    DEPLOYMENT,
    CONFIG_CHANGE,
    FEATURE_FLAG,
    TRAFFIC_BUMP
  }

  /** Lets it happen. */
  public void happen(ShopWorld world) {
    switch (kind) {
      case DEPLOYMENT -> {
        String version = world.service(service).nextVersion();
        world.deploy(service, version, "Deployed " + service + " " + version);
      }
      case CONFIG_CHANGE ->
          world.announce(
              service,
              "config_change",
              "cfg-" + service + "-" + atMillis / 1000,
              "Changed log retention of " + service);
      case FEATURE_FLAG ->
          world.announce(
              service,
              "feature_flag",
              "flag-" + service + "-" + atMillis / 1000,
              "Turned on new-banner at " + service);
      case TRAFFIC_BUMP -> world.bumpTraffic(1.2, 60_000);
    }
  }
}
