package dev.nightshift.local.shop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.local.shop.ShopCase;
import dev.nightshift.local.shop.fault.ActionRecord.Verdict;
import dev.nightshift.local.shop.world.RepairAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only the right action on the right target heals; all others leave their marks. */
class ShopHealingTest {

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void theRightActionHealsWithinSeconds(FaultKind kind) {
    String service = kind.services().get(0);
    ShopCase shop = ShopCase.with(kind, service).seconds(120 + 90);
    assertThat(shop.fault().symptomsAt()).as("seen").isNotZero();

    ActionRecord action = shop.simulation.execute("k1", kind.cure(), service, false);
    assertThat(action.succeeded()).isTrue();
    assertThat(action.verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(action.effectAt() - action.at()).isBetween(5_000L, 20_000L);
    assertThat(shop.fault().healedAt()).as("not at once").isZero();

    shop.seconds(120);
    assertThat(shop.fault().healedBy()).isEqualTo("k1");
    assertThat(shop.fault().healedAt() - action.at()).isBetween(5_000L, 20_000L);
    assertThat(shop.fault().recovered()).isTrue();
    assertThat(shop.simulation.truth().wrongActions()).isZero();
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void noOtherActionHeals(FaultKind kind) {
    String service = kind.services().get(0);
    for (RepairAction action : RepairAction.values()) {
      ShopCase shop = ShopCase.with(kind, service).seconds(150);
      String target = action == kind.cure() ? "frontend" : service;
      ActionRecord done = shop.simulation.execute("k", action, target, false);
      assertThat(done.verdict().wrong()).isTrue();
      shop.seconds(180);
      assertThat(shop.fault().healedAt()).as("%s on %s", action, target).isZero();
      assertThat(shop.simulation.truth().wrongActions()).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void withoutHealingThePersonOnCallEndsItInTime(FaultKind kind) {
    ShopCase shop = ShopCase.with(kind, kind.services().get(0)).seconds(120);
    shop.seconds((int) (ShopCase.ON_CALL / 1000) - 5);
    assertThat(shop.fault().healedAt()).isZero();
    shop.seconds(185);
    assertThat(shop.fault().healedBy()).isEqualTo(FaultRecord.ON_CALL);
    assertThat(shop.fault().healedByAction()).isFalse();
    double onCallSeconds = ShopCase.ON_CALL / 1000.0;
    assertThat(shop.fault().secondsToRecover()).isBetween(onCallSeconds - 1, onCallSeconds + 150);
  }

  @Test
  void anActionWithNothingWrongIsNeedless() {
    ShopCase shop = ShopCase.healthy().seconds(30);
    ActionRecord action = shop.simulation.execute("k", RepairAction.RESTART, "cart", false);
    assertThat(action.verdict()).isEqualTo(Verdict.NEEDLESS);
  }

  @Test
  void theSecondCureIsNeedlessAndARepeatedKeyADuplicate() {
    ShopCase shop = ShopCase.with(FaultKind.CRASH_LOOP, "cart").seconds(150);
    shop.simulation.execute("k", RepairAction.REPLACE_INSTANCE, "cart", false);
    ActionRecord again = shop.simulation.execute("k", RepairAction.REPLACE_INSTANCE, "cart", false);
    assertThat(again.verdict()).isEqualTo(Verdict.NEEDLESS);
    assertThat(shop.simulation.truth().duplicateActions()).isOne();
  }

  @Test
  void whatCannotBeDoneFails() {
    ShopCase shop = ShopCase.healthy().seconds(10);
    assertThat(failure(shop, RepairAction.ROLL_BACK, "orders", false)).contains("no earlier");
    assertThat(failure(shop, RepairAction.FAILOVER, "orders", false)).contains("no replica");
    assertThat(failure(shop, RepairAction.CLEAR_CACHE, "orders", false)).contains("no cache");
    assertThat(failure(shop, RepairAction.RESTART, "orders", true)).contains("cannot be undone");
    assertThat(failure(shop, RepairAction.SCALE_OUT, "orders", true)).contains("too many");
    assertThat(failure(shop, RepairAction.ROLL_BACK, "orders", true)).contains("not rolled back");
  }

  private static String failure(ShopCase shop, RepairAction action, String service, boolean undo) {
    ActionRecord done = shop.simulation.execute(action + " " + undo, action, service, undo);
    assertThat(done.succeeded()).isFalse();
    return done.detail();
  }

  @Test
  void undoingTheRollbackBringsTheBadVersionBack() {
    ShopCase shop = ShopCase.with(FaultKind.BAD_DEPLOYMENT, "cart").seconds(150);
    shop.simulation.execute("back", RepairAction.ROLL_BACK, "cart", false);
    shop.seconds(14);
    assertThat(shop.fault().healedAt()).isNotZero();
    assertThat(shop.service("cart").version()).isEqualTo("1.0.0");
    assertThat(shop.service("cart").nextVersion()).as("not the bad one again").isEqualTo("1.2.0");

    shop.simulation.execute("forward", RepairAction.ROLL_BACK, "cart", true);
    shop.seconds(20);
    assertThat(shop.service("cart").version()).isEqualTo("1.1.0");
    assertThat(shop.fault().healedAt()).isZero();
    assertThat(shop.service("cart").errorRatio()).isGreaterThan(0.15);
    assertThat(shop.simulation.truth().wrongActions()).isZero();
  }

  @Test
  void scalingOutIsUndoneToTheUsualSize() {
    ShopCase shop = ShopCase.healthy().seconds(10);
    shop.simulation.execute("out", RepairAction.SCALE_OUT, "search", false);
    shop.seconds(20);
    assertThat(shop.service("search").instances()).hasSize(4);
    shop.simulation.execute("in", RepairAction.SCALE_OUT, "search", true);
    shop.seconds(20);
    assertThat(shop.service("search").instances()).hasSize(3);
  }

  @Test
  void aRestartDips() {
    ShopCase shop = ShopCase.healthy().seconds(30);
    double before = shop.mean(30, "payment", service -> service.latencyMillis());
    shop.simulation.execute("k", RepairAction.RESTART, "payment", false);
    assertThat(shop.mean(6, "payment", service -> service.latencyMillis()) / before)
        .isBetween(1.1, 2.5);
    shop.seconds(40);
    assertThat(shop.mean(30, "payment", service -> service.latencyMillis()) / before)
        .isBetween(0.9, 1.1);
  }

  @Test
  void limitsAreCountedPerTargetAndAtOnce() {
    ShopCase shop = ShopCase.healthy().seconds(10);
    for (int i = 0; i < 4; i++) {
      shop.simulation.execute("k" + i, RepairAction.RESTART, "cart", false);
      shop.seconds(60);
    }
    ShopTruth truth = shop.simulation.truth();
    assertThat(truth.limitViolations(4, 1)).isZero();
    assertThat(truth.limitViolations(3, 1)).isOne();
    shop.simulation.execute("a", RepairAction.RESTART, "orders", false);
    shop.simulation.execute("b", RepairAction.RESTART, "search", false);
    assertThat(shop.simulation.truth().limitViolations(4, 1)).isOne();
    assertThat(shop.simulation.truth().limitViolations(4, 2)).isZero();
  }
}
