package dev.nightshift.actuator.action;

import dev.nightshift.telemetry.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Orders and gates for tests of single actions. */
public final class Orders {

  /** Nothing is halted. */
  public static final ExecutionGate OPEN = gate(true);

  /** Everything is halted. */
  public static final ExecutionGate HALTED = gate(false);

  private Orders() {}

  /** An order with parameters that fit. */
  public static Order of(Map<String, String> parameters) {
    return new Order(
        "inc-1:0:1",
        "inc-1",
        "heal",
        Entity.parse("demo.shop/orders"),
        parameters,
        "memory_leak",
        false,
        Instant.parse("2026-01-01T00:00:00Z"));
  }

  /** The order that takes another back. */
  public static Order undo(Order order, String key) {
    return new Order(
        key,
        order.incident(),
        order.action(),
        order.target(),
        order.parameters(),
        order.faultType(),
        true,
        order.decidedAt());
  }

  private static ExecutionGate gate(boolean open) {
    return new ExecutionGate() {
      @Override
      public boolean open() {
        return open;
      }

      @Override
      public void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
      }
    };
  }
}
