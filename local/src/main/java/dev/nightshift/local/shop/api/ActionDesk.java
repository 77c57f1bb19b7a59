package dev.nightshift.local.shop.api;

import dev.nightshift.local.shop.fault.ActionRecord;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.shop.world.RepairAction;
import dev.nightshift.local.shop.world.ServiceSpec;
import dev.nightshift.local.shop.world.ShopBlueprint;
import dev.nightshift.telemetry.Entity;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes orders for one or more shops. Carries out each idempotency key once and remembers what came
 * of it. Orders that are refused are not remembered: nothing was done. Thread safe.
 */
final class ActionDesk {

  private static final Answer EXECUTING = new Answer(409, "executing", "still being carried out");

  private final Map<String, ShopSimulation> bySystem;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  ActionDesk(Collection<ShopSimulation> shops) {
    this.bySystem =
        shops.stream().collect(Collectors.toMap(ShopSimulation::system, Function.identity()));
  }

  /** An answer and whether it was given before. */
  record Given(Answer answer, boolean replayed) {}

  Given carryOut(ActionOrder order) {
    Optional<RepairAction> action = RepairAction.parse(order.action());
    if (action.isEmpty()) {
      return new Given(Answer.refused(422, "unknown action " + order.action()), false);
    }
    Entity target = Entity.parse(order.target());
    ShopSimulation shop = bySystem.get(target.system());
    if (shop == null || !target.instance().isEmpty() || !isKnown(target.service())) {
      return new Given(Answer.refused(404, "unknown target " + order.target()), false);
    }
    Answer before = answers.putIfAbsent(order.key(), EXECUTING);
    if (before != null) {
      return new Given(before, !before.equals(EXECUTING));
    }
    ActionRecord done = shop.execute(order.key(), action.get(), target.service(), order.undo());
    Answer answer = new Answer(200, done.succeeded() ? "succeeded" : "failed", done.detail());
    answers.put(order.key(), answer);
    return new Given(answer, false);
  }

  /** What is known of a key; empty if it was never executed. */
  Optional<Answer> lookUp(String key) {
    return Optional.ofNullable(answers.get(key));
  }

  private static boolean isKnown(String service) {
    return ShopBlueprint.SERVICES.stream().map(ServiceSpec::name).anyMatch(service::equals);
  }
}
