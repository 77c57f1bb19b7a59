package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.RepairAction;
import dev.nightshift.local.shop.world.Repairs;
import dev.nightshift.local.shop.world.ShopBlueprint;
import dev.nightshift.local.shop.world.ShopWorld;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The world with all that befalls it, and the truth about it. Thread safe: its monitor guards it
 * and its world; hold it while you read the world.
 */
public final class ShopSimulation {

  /** Between the end of one fault and the next one. */
  private static final long QUIET_MILLIS = 75_000;

  private final ShopWorld world;
  private final Repairs repairs;
  private final ServiceObjectives objectives;
  private final ShopListener listener;
  private final long startMillis;
  private final int atOnce;
  private final Deque<PlannedFault> coming;
  private final Deque<BenignEvent> benign;
  private final List<FaultCase> cases = new ArrayList<>();
  private final List<FaultCase> open = new ArrayList<>();
  private final List<ActionRecord> actions = new ArrayList<>();
  private long lastRecoveredAt = Long.MIN_VALUE / 2;

  /** The only shop, in its usual namespace. */
  public ShopSimulation(
      long seed, long startMillis, FaultSchedule schedule, ShopListener listener) {
    this(ShopBlueprint.NAMESPACE, seed, startMillis, schedule, listener);
  }

  /**
   * @param namespace tells this shop's services from those of others
   * @param startMillis simulated time since the epoch at which it starts
   */
  public ShopSimulation(
      String namespace,
      long seed,
      long startMillis,
      FaultSchedule schedule,
      ShopListener listener) {
    this.world = new ShopWorld(namespace, seed, startMillis);
    this.repairs = new Repairs(world, seed + 1);
    this.objectives = new ServiceObjectives(world);
    this.startMillis = startMillis;
    this.atOnce = schedule.atOnce();
    this.coming = new ArrayDeque<>(schedule.faults());
    this.benign = new ArrayDeque<>(schedule.benign());
    this.listener = listener;
  }

  /** One tick, usually of a second. */
  public synchronized void advance(long millis) {
    world.advance(millis);
    world.changes().forEach(listener::changed);
    objectives.observe(millis);
    letBenignEventsHappen();
    letFaultsBegin();
    open.forEach(this::tick);
    if (open.removeIf(FaultCase::recovered)) {
      lastRecoveredAt = world.now();
    }
  }

  private void tick(FaultCase fault) {
    FaultRecord before = fault.snapshot();
    fault.tick(objectives.missedAround(fault.service()));
    FaultRecord after = fault.snapshot();
    if (before.symptomsAt() == 0 && after.symptomsAt() != 0) {
      listener.faultVisible(after);
    }
    if (before.healedAt() == 0 && after.healedAt() != 0) {
      listener.faultHealed(after);
    }
    if (after.recovered()) {
      listener.faultRecovered(after);
    }
  }

  private void letFaultsBegin() {
    while (!coming.isEmpty()
        && elapsed() >= coming.peek().atMillis()
        && open.size() < atOnce
        && world.now() - lastRecoveredAt >= QUIET_MILLIS) {
      FaultCase started = new FaultCase(coming.poll(), world);
      cases.add(started);
      open.add(started);
      listener.faultStarted(started.snapshot());
    }
  }

  private void letBenignEventsHappen() {
    while (!benign.isEmpty() && elapsed() >= benign.peek().atMillis()) {
      BenignEvent event = benign.poll();
      boolean disturbs = open.stream().anyMatch(fault -> fault.service().equals(event.service()));
      if (!disturbs) {
        event.happen(world);
      }
    }
  }

  private long elapsed() {
    return world.now() - startMillis;
  }

  /**
   * The infrastructure carries out an action. It has its effect after 5 to 20 simulated seconds.
   *
   * @param key idempotency key; a second execution of the same one is counted as a duplicate
   * @param service name of a service of the shop
   * @return what was done
   * @throws IllegalArgumentException if there is no such service
   */
  public synchronized ActionRecord execute(
      String key, RepairAction action, String service, boolean undo) {
    ActionRecord.Verdict verdict = judge(action, service, undo);
    Repairs.Reply reply = repairs.apply(action, service, undo);
    if (reply.succeeded()) {
      open.stream()
          .filter(fault -> fault.isCuredBy(action, service))
          .forEach(
              fault -> {
                if (undo) {
                  fault.cureUndone();
                } else {
                  cure(fault, key, reply.effectMillis());
                }
              });
    }
    ActionRecord executed =
        new ActionRecord(
            world.now(),
            world.now() + reply.effectMillis(),
            key,
            action.wireName(),
            system() + "/" + service,
            undo,
            reply.succeeded(),
            reply.detail(),
            verdict);
    actions.add(executed);
    listener.actionExecuted(executed);
    return executed;
  }

  private void cure(FaultCase fault, String key, long effectMillis) {
    fault.cureOrdered(key, effectMillis);
    world.later(
        effectMillis,
        () -> {
          FaultRecord after = fault.snapshot();
          if (after.healedBy().equals(key)) {
            listener.faultHealed(after);
          }
        });
  }

  private ActionRecord.Verdict judge(RepairAction action, String service, boolean undo) {
    if (undo) {
      return ActionRecord.Verdict.UNDO;
    }
    // With several faults the kindest verdict counts: the action answers one of them.
    return open.stream()
        .map(fault -> fault.judge(action, service))
        .min(Enum::compareTo)
        .orElse(ActionRecord.Verdict.NEEDLESS);
  }

  /** The system part of its entity keys. */
  public String system() {
    return world.system();
  }

  /** What has happened so far. */
  public synchronized ShopTruth truth() {
    return new ShopTruth(cases.stream().map(FaultCase::snapshot).toList(), actions);
  }

  /** Read it only while you hold this simulation's monitor, or from the thread that advances. */
  public ShopWorld world() {
    return world;
  }
}
