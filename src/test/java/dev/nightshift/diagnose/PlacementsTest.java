package dev.nightshift.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Placement;
import org.junit.jupiter.api.Test;

class PlacementsTest {

  private static final long HALF_AN_HOUR = 1_800_000;

  private final Placements placements = new Placements(3);
  private final PlacementState state = new PlacementState();

  private void runs(String service, String instance, String host, long time) {
    placements.observe(
        state, new Placement(new Entity("demo.shop", service, instance), host, "web", time));
  }

  @Test
  void aServiceIsWhereItsInstancesAre() {
    runs("cart", "cart-1", "node-b", 1);
    runs("cart", "cart-2", "node-a", 1);
    runs("cart-db", "x", "node-c", 1);

    assertThat(placements.hostsOf(state, "demo.shop/cart")).containsExactly("node-a", "node-b");
    assertThat(placements.deploymentsOf(state, "demo.shop/cart")).containsExactly("web");
    assertThat(placements.hostsOf(state, "demo.shop/pay")).isEmpty();
  }

  @Test
  void aHostIsOnItself() {
    runs("node-b", "", "node-b", 1);

    assertThat(placements.hostsOf(state, "demo.shop/node-b")).containsExactly("node-b");
  }

  @Test
  void anInstanceThatMovedIsWhereItWasSeenLast() {
    runs("cart", "cart-1", "node-a", 10);
    runs("cart", "cart-1", "node-b", 20);
    runs("cart", "cart-1", "node-a", 15);

    assertThat(placements.hostsOf(state, "demo.shop/cart")).containsExactly("node-b");
  }

  @Test
  void theyAreBoundedAndForgotten() {
    for (int i = 0; i < 5; i++) {
      runs("cart", "cart-" + i, "node-" + i, 1);
    }
    assertThat(state.places).hasSize(3);
    assertThat(state.refused).isEqualTo(2);

    runs("pay", "pay-1", "node-9", HALF_AN_HOUR + 2);

    assertThat(state.places).containsOnlyKeys("demo.shop/pay/pay-1");
  }
}
