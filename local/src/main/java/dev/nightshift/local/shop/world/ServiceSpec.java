package dev.nightshift.local.shop.world;

import java.util.List;

/**
 * What a service is like when all is well.
 *
 * @param instances replicas at the start
 * @param ownMillis median time spent in the service itself at no load, without its callees
 * @param utilisation share of an instance's capacity in use at nominal traffic
 * @param memoryMegabytes usual memory of an instance
 * @param limitMegabytes memory at which the kernel kills it
 * @param operations route, statement or command names, the most frequent first
 * @param calls its callees
 */
public record ServiceSpec(
    String name,
    Role role,
    int instances,
    double ownMillis,
    double utilisation,
    int memoryMegabytes,
    int limitMegabytes,
    List<String> operations,
    List<Dependency> calls) {

  /** What kind of process it is. */
  public enum Role {
    APPLICATION,
    DATABASE,
    CACHE
  }

  /** True if the service calls one of the given role. */
  public boolean uses(Role callee) {
    return calls.stream().anyMatch(call -> ShopBlueprint.spec(call.callee()).role() == callee);
  }
}
