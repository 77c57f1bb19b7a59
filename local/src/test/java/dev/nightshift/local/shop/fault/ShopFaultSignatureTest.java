package dev.nightshift.local.shop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.local.shop.ShopCase;
import dev.nightshift.local.shop.world.Instance;
import dev.nightshift.local.shop.world.Service;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Each fault looks like what it is, at its root and at those who call it. */
class ShopFaultSignatureTest {

  private static final int BEFORE = 110;

  private static double growth(
      FaultKind kind, String at, String seenAt, int after, ToDoubleFunction<Service> figure) {
    ShopCase shop = ShopCase.with(kind, at);
    double before = shop.mean(BEFORE, seenAt, figure);
    shop.seconds(10 + after);
    return shop.mean(30, seenAt, figure) / before;
  }

  @Test
  void aHealthyShopMissesNoObjective() {
    ShopCase shop = ShopCase.healthy();
    ServiceObjectives objectives = new ServiceObjectives(shop.simulation.world());
    int missed = 0;
    for (int i = 0; i < 3_600; i++) {
      shop.seconds(1);
      objectives.observe(1_000);
      for (Service service : shop.simulation.world().services()) {
        missed += objectives.missedAround(service.name()) ? 1 : 0;
      }
    }
    assertThat(missed).isZero();
  }

  @Test
  void aLeakFillsMemoryThenBurnsCpuThenKills() {
    ToDoubleFunction<Service> memory = Service::meanMemory;
    assertThat(growth(FaultKind.MEMORY_LEAK, "cart", "cart", 100, memory)).isGreaterThan(1.6);
    assertThat(growth(FaultKind.MEMORY_LEAK, "cart", "cart", 145, Service::meanCpu))
        .isGreaterThan(1.5);

    ShopCase shop = ShopCase.with(FaultKind.MEMORY_LEAK, "cart").seconds(120 + 300);
    assertThat(shop.service("cart").instances())
        .allSatisfy(instance -> assertThat(instance.restarts()).isGreaterThanOrEqualTo(1));
    assertThat(shop.service("orders").instances())
        .allSatisfy(instance -> assertThat(instance.restarts()).isZero());
  }

  @Test
  void saturationFillsTheCpuAndSlowsFourfold() {
    ShopCase shop = ShopCase.with(FaultKind.CPU_SATURATION, "payment");
    ToDoubleFunction<Service> own = ShopFaultSignatureTest::ownMillis;
    double before = shop.mean(BEFORE, "payment", own);
    shop.seconds(10);
    assertThat(shop.mean(30, "payment", own) / before).isBetween(3.5, 5.0);
    assertThat(shop.service("payment").meanCpu()).isGreaterThan(0.93);
    assertThat(shop.service("checkout").meanCpu()).isLessThan(0.5);
    assertThat(growth(FaultKind.CPU_SATURATION, "payment", "checkout", 0, Service::latencyMillis))
        .as("the caller waits")
        .isGreaterThan(1.5);
  }

  @Test
  void aBadDeploymentFailsAShareOfRequestsAndItsCallersFailWithIt() {
    ShopCase shop = ShopCase.with(FaultKind.BAD_DEPLOYMENT, "payment").seconds(135);
    assertThat(shop.service("payment").errorRatio()).isBetween(0.15, 0.32);
    assertThat(shop.service("checkout").errorRatio()).isBetween(0.15, 0.35);
    assertThat(shop.service("frontend").errorRatio()).isBetween(0.03, 0.12);
    assertThat(shop.service("cart").errorRatio()).isLessThan(0.02);
    assertThat(shop.service("payment").strain().failure().message()).contains("v2.pricing");
    assertThat(shop.service("payment").version()).isEqualTo("1.1.0");
  }

  @Test
  void aSlowDatabaseMakesItsClientsWaitWithIdleCpus() {
    FaultKind kind = FaultKind.SLOW_DATABASE;
    assertThat(growth(kind, "orders-db", "orders-db", 0, Service::latencyMillis))
        .isBetween(8.0, 13.0);
    assertThat(growth(kind, "orders-db", "orders", 0, Service::latencyMillis)).isGreaterThan(3);
    assertThat(growth(kind, "orders-db", "orders", 0, Service::meanCpu)).isBetween(0.8, 1.2);
    assertThat(growth(kind, "orders-db", "payment", 0, Service::latencyMillis)).isBetween(0.9, 1.1);
  }

  @Test
  void aCorruptCacheMissesAndItsClientsFail() {
    ShopCase shop = ShopCase.with(FaultKind.CACHE_CORRUPTION, "session-cache");
    assertThat(shop.mean(BEFORE, "session-cache", Service::hitRatio)).isGreaterThan(0.93);
    shop.seconds(20);
    assertThat(shop.mean(10, "session-cache", Service::hitRatio)).isLessThan(0.5);
    assertThat(shop.service("cart").errorRatio()).isGreaterThan(0.05);
    assertThat(
            growth(FaultKind.CACHE_CORRUPTION, "session-cache", "cart", 0, Service::latencyMillis))
        .isGreaterThan(2);
  }

  @Test
  void aCrashLoopRestartsOneInstanceAgainAndAgain() {
    ShopCase shop = ShopCase.with(FaultKind.CRASH_LOOP, "shipping").seconds(120);
    double errors = shop.mean(120, "shipping", Service::errorRatio);
    assertThat(errors).isBetween(0.05, 0.5);
    assertThat(shop.service("shipping").instances())
        .extracting(Instance::restarts)
        .anyMatch(restarts -> restarts >= 5)
        .anyMatch(restarts -> restarts == 0);
  }

  private static double ownMillis(Service service) {
    return service.instances().stream().mapToDouble(Instance::latencyMillis).average().orElse(0);
  }
}
