package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.RepairAction;
import dev.nightshift.local.shop.world.ShopWorld;

/** The life of one fault: it begins, shows, is healed, and is over. */
final class FaultCase {

  /** All objectives must be met for as long. */
  private static final long SETTLED_MILLIS = 15_000;

  private final PlannedFault plan;
  private final Fault fault;
  private final ShopWorld world;
  private final long startedAt;
  private long symptomsAt;
  private long lastMissedAt;
  private long healedAt;
  private long recoveredAt;
  private String healedBy = "";
  private boolean cureUnderWay;

  FaultCase(PlannedFault plan, ShopWorld world) {
    this.plan = plan;
    this.world = world;
    this.startedAt = world.now();
    this.fault = plan.kind().at(plan.service(), plan.severity());
    fault.begin(world);
  }

  void tick(boolean objectivesMissed) {
    long now = world.now();
    if (objectivesMissed) {
      symptomsAt = symptomsAt == 0 ? now : symptomsAt;
      lastMissedAt = now;
    }
    if (!healed()) {
      fault.continues(world);
      if (now - startedAt >= plan.onCallAfterMillis()) {
        fault.repairByHand(world);
        healedBy(FaultRecord.ON_CALL);
      }
    } else if (now - Math.max(lastMissedAt, healedAt) >= SETTLED_MILLIS) {
      recoveredAt = Math.max(lastMissedAt, healedAt);
    }
  }

  ActionRecord.Verdict judge(RepairAction action, String service) {
    if (healed() || cureUnderWay) {
      return ActionRecord.Verdict.NEEDLESS;
    }
    if (!service.equals(plan.service())) {
      return ActionRecord.Verdict.WRONG_TARGET;
    }
    return action == plan.kind().cure()
        ? ActionRecord.Verdict.RIGHT
        : ActionRecord.Verdict.WRONG_KIND;
  }

  /** Its right action was ordered and will have its effect after some time. */
  void cureOrdered(String key, long effectMillis) {
    cureUnderWay = true;
    world.later(
        effectMillis,
        () -> {
          cureUnderWay = false;
          if (!healed()) {
            fault.cure(world);
            healedBy(key);
          }
        });
  }

  /** Its cure is taken back: it is there again. */
  void cureUndone() {
    if (healed() && !recovered()) {
      healedAt = 0;
      healedBy = "";
      fault.relapse(world);
    }
  }

  boolean isCuredBy(RepairAction action, String service) {
    return plan.kind().cure() == action && plan.service().equals(service);
  }

  private void healedBy(String who) {
    healedBy = who;
    healedAt = world.now();
  }

  boolean healed() {
    return healedAt != 0;
  }

  boolean recovered() {
    return recoveredAt != 0;
  }

  String service() {
    return plan.service();
  }

  FaultRecord snapshot() {
    return new FaultRecord(
        plan.number(),
        plan.kind().wireName(),
        world.system() + "/" + plan.service(),
        startedAt,
        symptomsAt,
        healedAt,
        healedBy,
        recoveredAt);
  }
}
