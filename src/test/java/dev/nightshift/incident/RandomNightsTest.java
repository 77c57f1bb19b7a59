package dev.nightshift.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.Transition;
import dev.nightshift.remedy.LimitLedger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Whatever happens, in whatever order, the rules hold. */
class RandomNightsTest {

  private static final List<String> SERVICES = List.of("orders", "cart", "search", "orders-db");
  private static final List<String> FAULTS =
      List.of("memory_leak", "cpu_saturation", "disk_full", "bad_config", "bad_config", "unknown");
  private static final List<String> MODES = List.of("auto", "approve", "observe");
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
  private static final List<ControlKind> KINDS = List.of(ControlKind.values());
  private static final int STEPS = 250;
  private static final IncidentSettings SETTINGS =
      new IncidentSettings(60_000, 600_000, 20_000, 300_000, 6, true, 5);

  /** Two windows a day of an hour each, and two people for what cannot be taken back. */
  private static final String MORE =
      """
      systems: {demo.shop: {mode: %s, limits: {second_person_above: high}}}
      maintenance:
        - {name: a, scope: demo.shop/orders, at: "14:00", for: 1h}
        - {name: b, scope: demo.shop, at: "17:00", for: 1h, days: [monday, wednesday]}
      """;

  @Property(tries = 150)
  void theRulesHold(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String mode = MODES.get(random.nextInt(3));
    Shop shop = new Shop(mode, SETTINGS, MORE.formatted(mode));
    Map<String, Long> revisions = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      int known = shop.snapshots.size();
      boolean halted = shop.state.halted();
      int before = shop.requests.size();
      step(shop, random);
      shop.at(shop.seconds);
      bounded(shop);
      if (halted && shop.state.halted()) {
        assertThat(shop.requests).as("nothing is asked while halted").hasSize(before);
      }
      shop.requests.subList(before, shop.requests.size()).forEach(RandomNightsTest::allowed);
      shop.snapshots.subList(known, shop.snapshots.size()).forEach(i -> wellFormed(i, revisions));
    }
    Set<String> keys = new HashSet<>();
    assertThat(shop.requests).extracting(ActionRequest::getKey).allMatch(keys::add);
    assertThat(shop.trials).extracting(ActionRequest::getKey).allMatch(keys::add);
    assertThat(shop.calls).extracting(Notification::getId).allMatch(keys::add);
  }

  /** What needs two people was approved by two, and what only observes is never asked for. */
  private static void allowed(ActionRequest request) {
    assertThat(request.getMode()).isIn("auto", "approve");
    if (request.getRisk().equals("critical") && !request.getUndo()) {
      assertThat(request.getApprovers()).hasSizeGreaterThanOrEqualTo(2).doesNotHaveDuplicates();
    }
    if (request.getMode().equals("approve")) {
      assertThat(request.getApprovers()).isNotEmpty();
    }
  }

  @Property(tries = 20)
  void theSameNightGivesTheSameEffects(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    assertThat(night(seed)).isEqualTo(night(seed));
  }

  private static List<Incident> night(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Shop shop = new Shop("auto", SETTINGS);
    for (int i = 0; i < STEPS; i++) {
      step(shop, random);
    }
    return shop.snapshots;
  }

  private static void step(Shop shop, SplittableRandom random) {
    String service = SERVICES.get(random.nextInt(SERVICES.size()));
    String anomaly = "a" + service + random.nextInt(4);
    switch (random.nextInt(12)) {
      case 0, 1 -> shop.opens(anomaly, service);
      case 2 -> shop.ends(anomaly, service);
      case 3 -> shop.grows(anomaly, service, random.nextInt(1, 60));
      case 4, 5 ->
          shop.diagnosed(
              "d" + random.nextInt(200),
              random.nextInt(1, 9),
              service,
              FAULTS.get(random.nextInt(FAULTS.size())),
              0.4 + 0.6 * random.nextDouble(),
              anomaly,
              "a" + SERVICES.get(random.nextInt(SERVICES.size())) + random.nextInt(4));
      case 6, 9 -> {
        // Mostly success: otherwise the circuit breaker ends most nights early.
        Outcome outcome =
            random.nextInt(3) > 0
                ? Outcome.SUCCEEDED
                : OUTCOMES.get(random.nextInt(OUTCOMES.size()));
        if (!shop.trials.isEmpty() && random.nextInt(3) == 0) {
          shop.answers(shop.trials.get(shop.trials.size() - 1), outcome);
        } else if (!shop.requests.isEmpty()) {
          int newest = shop.requests.size() - 1;
          shop.answers(shop.requests.get(Math.max(0, newest - random.nextInt(3))), outcome);
        }
      }
      case 7 -> person(shop, random);
      case 8 -> shop.says(random.nextInt(3) == 0 ? ControlKind.HALT : ControlKind.RESUME, "*");
      default -> shop.at(shop.seconds + random.nextInt(1, 90));
    }
  }

  private static void person(Shop shop, SplittableRandom random) {
    ControlKind kind = KINDS.get(random.nextInt(KINDS.size()));
    Incident incident =
        shop.state.incidents.isEmpty()
            ? null
            : shop.state.incidents.get(random.nextInt(shop.state.incidents.size())).incident;
    String scope =
        switch (kind) {
          case HALT, RESUME -> "*";
          case SILENCE, UNSILENCE -> "demo.shop/orders";
          default -> incident == null ? "none" : incident.getId();
        };
    String subject =
        kind == ControlKind.OVERRIDE || incident == null ? "wipe" : ApprovalHash.of(incident);
    long until = shop.now().wallTime() + random.nextInt(1, 300) * 1000L;
    String who = random.nextBoolean() ? "kim" : "lee";
    shop.says(who, kind, scope, subject, "false_alarm", until);
  }

  private static void bounded(Shop shop) {
    LimitLedger ledger = shop.state.ledger;
    assertThat(ledger.running.size()).isLessThanOrEqualTo(2);
    assertThat(ledger.running.stream().map(entry -> entry.target()).distinct())
        .as("one action at a target")
        .hasSameSizeAs(ledger.running);
    assertThat(shop.state.incidents).hasSizeLessThanOrEqualTo(SETTINGS.maxIncidents());
    for (IncidentEntry entry : shop.state.incidents) {
      assertThat(entry.incident.getHistory()).hasSizeLessThanOrEqualTo(IncidentEntry.MAX_HISTORY);
      assertThat(entry.running.isEmpty() || ledger.isRunning(entry.running))
          .as("what an incident waits for is in the ledger")
          .isTrue();
      awaited(shop, entry);
      family(shop, entry);
    }
    // A deadline that lies in the past would make an operator's timer spin.
    assertThat(shop.machine.nextEventDeadline(shop.state)).isGreaterThan(shop.state.eventTime);
    assertThat(shop.machine.nextWallDeadline(shop.state)).isGreaterThan(shop.now().wallTime());
  }

  /** No wait is for ever, but for those that people ordered or that tell them what to do. */
  private static void awaited(Shop shop, IncidentEntry entry) {
    SystemIncidents one = SystemIncidents.of(Shop.SYSTEM);
    one.eventTime = shop.state.eventTime;
    one.silences = shop.state.silences;
    one.incidents.add(entry);
    boolean waits =
        shop.machine.nextEventDeadline(one) < Timers.NEVER
            || shop.machine.nextWallDeadline(one) < Timers.NEVER;
    switch (entry.incident.getState()) {
      case AWAITING_APPROVAL ->
          assertThat(shop.machine.nextWallDeadline(one)).isLessThanOrEqualTo(entry.approveBy);
      case REMEDIATING, ROLLING_BACK ->
          assertThat(shop.machine.nextWallDeadline(one)).isLessThanOrEqualTo(entry.resultBy);
      case OPEN, DIAGNOSED, VERIFYING, RESOLVED, SELF_RECOVERED ->
          assertThat(waits).as("%s has a deadline", entry.incident.getState()).isTrue();
      case PLANNED, ESCALATED, SUPPRESSED, CLOSED -> {}
    }
  }

  /** Two generations, and no child that does not know a parent of the same system. */
  private static void family(Shop shop, IncidentEntry entry) {
    String parent = entry.incident.getParent();
    assertThat(parent).isNotEqualTo(entry.incident.getId());
    shop.state
        .byId(parent)
        .filter(other -> Lifecycle.lasts(other.incident.getState()))
        .ifPresent(other -> assertThat(other.incident.getParent()).isEmpty());
  }

  private static void wellFormed(Incident incident, Map<String, Long> revisions) {
    Long seen = revisions.put(incident.getId(), incident.getRevision());
    assertThat(incident.getRevision()).isEqualTo(seen == null ? 1 : seen + 1);
    List<Transition> history = incident.getHistory();
    for (int i = 0; i < history.size(); i++) {
      Transition row = history.get(i);
      assertThat(row.getSequence()).isEqualTo(history.get(0).getSequence() + i);
      assertThat(
              row.getFrom() == null
                  || row.getFrom() == row.getTo()
                  || Lifecycle.allows(row.getFrom(), row.getTo()))
          .as("%s -> %s", row.getFrom(), row.getTo())
          .isTrue();
      if (i > 0) {
        assertThat(row.getFrom()).isEqualTo(history.get(i - 1).getTo());
      }
    }
    assertThat(history.get(history.size() - 1).getTo()).isEqualTo(incident.getState());
  }
}
