package dev.nightshift.actuator;

import static dev.nightshift.actuator.Samples.bytes;
import static dev.nightshift.actuator.Samples.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Actuators on a real database and real HTTP: races, crashes at every step, halt. */
@Tag("slow")
class ActuatorIT {

  private final Bus bus = new Bus();
  private final List<Actuator> running = new ArrayList<>();
  private World world;

  /** Ends a test's actuator as a kill would: nothing of it runs on. */
  private static final class Crash extends Error {
    Crash(Step step) {
      super("crash at " + step);
    }
  }

  @BeforeEach
  void startWorld() throws Exception {
    world = new World();
    Postgres.clear();
  }

  @AfterEach
  void stopAll() {
    running.forEach(Actuator::close);
    world.close();
  }

  private Actuator start(String actions, Actuator.Hooks hooks) throws Exception {
    ActuatorConfig config = Samples.config(Postgres.url(), world.url(), actions);
    Clock clock = Clock.systemUTC();
    Actuator actuator =
        Actuator.start(
            config,
            new Actuator.Parts(
                bus.source(bus.requests),
                bus.source(bus.control),
                Optional.empty(),
                Optional.empty(),
                bus.sink(),
                Actuator.providers(config, clock),
                clock,
                hooks));
    running.add(actuator);
    return actuator;
  }

  private void send(ActionRequest request) throws Exception {
    bus.send(bus.requests, bytes(ActionRequest.getEncoder().encode(request)));
  }

  private void send(ControlKind kind, String id, long at) throws Exception {
    var message = Samples.control(id, kind, "*", at);
    bus.send(bus.control, bytes(message.toByteBuffer()));
  }

  private ActionResult result(String key) throws InterruptedException {
    until("a result of " + key, () -> bus.results.stream().anyMatch(r -> r.getKey().equals(key)));
    return bus.results.stream().filter(r -> r.getKey().equals(key)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aCrashAtAnyStepEndsInOneEffectAndAResult(Step step) throws Exception {
    crashAndRecover(step, "restart");
    assertThat(result("k").getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(world.count("k")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aCrashNeverRepeatsWhatMustNotBe(Step step) throws Exception {
    crashAndRecover(step, "failover");
    boolean neverAsked = step == Step.BEFORE_EFFECT;
    assertThat(result("k").getOutcome())
        .isEqualTo(neverAsked ? Outcome.UNKNOWN : Outcome.SUCCEEDED);
    assertThat(world.posts.containsKey("k")).isEqualTo(!neverAsked);
    assertThat(world.posts.values()).allMatch(count -> count.get() == 1);
  }

  private void crashAndRecover(Step step, String action) throws Exception {
    AtomicBoolean crashed = new AtomicBoolean();
    Actuator first =
        start(
            Samples.FREE,
            (at, key) -> {
              if (at == step && crashed.compareAndSet(false, true)) {
                throw new Crash(step);
              }
            });
    send(Samples.request("k").setAction(action).build());
    first.await();
    until("the crash", () -> !first.health().healthy());
    assertThat(first.health().detail()).contains("crash at " + step);
    int before = bus.results.size();
    assertThat(before).isEqualTo(step == Step.AFTER_REPORT ? 1 : 0);
    start(Samples.FREE, (at, key) -> {});
    result("k");
    until(
        "the report", () -> Postgres.count("NOT reported") == 0 && Postgres.count("reported") == 1);
  }

  @Test
  void twoActuatorsRunOneActionAtATargetAtOnceAndEachKeyOnce() throws Exception {
    world.effectMillis = 50;
    start(Samples.FREE, (at, key) -> {});
    start(Samples.FREE, (at, key) -> {});
    for (int i = 0; i < 10; i++) {
      send(Samples.request("k" + i).build());
    }
    for (int i = 0; i < 10; i++) {
      assertThat(result("k" + i).getOutcome()).isEqualTo(Outcome.SUCCEEDED);
      assertThat(world.posts.get("k" + i).get()).isEqualTo(1);
    }
    assertThat(world.mostAtOnce.get()).isEqualTo(1);
    assertThat(bus.results).extracting(ActionResult::getKey).doesNotHaveDuplicates();
  }

  @Test
  void aHaltRefusesWhatWaitsWithinTwoSecondsAndSurvivesARestart() throws Exception {
    world.effectMillis = 600;
    Actuator first = start(Samples.FREE, (at, key) -> {});
    for (int i = 0; i < 4; i++) {
      send(Samples.request("k" + i).build());
    }
    until("the first effect begins", () -> world.posts.containsKey("k0"));
    long pressed = System.nanoTime();
    long at = System.currentTimeMillis();
    send(ControlKind.HALT, "h1", at);
    for (int i = 1; i < 4; i++) {
      assertThat(result("k" + i).getOutcome()).isEqualTo(Outcome.REFUSED);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - pressed)).isLessThan(Duration.ofSeconds(2));
    assertThat(result("k0").getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(world.posts).hasSize(1);
    first.close();

    Actuator second = start(Samples.FREE, (step, key) -> {});
    send(Samples.request("later").build());
    assertThat(result("later").getDetail()).contains("halted for '*' by ada: drill");
    send(ControlKind.HALT, "h1", at + 5);
    until("the replay is seen", () -> second.metrics().value("control", "replayed") == 1);
    var forged = Samples.control("f1", ControlKind.RESUME, "*", at + 10);
    forged.setReason("tampered with");
    bus.send(bus.control, bytes(forged.toByteBuffer()));
    until("the forgery is kept", () -> !bus.letters.isEmpty());
    assertThat(bus.letters.get(0).getReason()).isEqualTo("forged");
    send(Samples.request("still").build());
    assertThat(result("still").getOutcome()).isEqualTo(Outcome.REFUSED);
    send(ControlKind.RESUME, "r1", at + 20);
    until("the resume", () -> second.metrics().value("control", "obeyed") == 1);
    send(Samples.request("again").build());
    assertThat(result("again").getOutcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void badBytesAndRefusalsAreKept() throws Exception {
    start(Samples.FREE, (at, key) -> {});
    bus.send(bus.requests, new byte[] {1, 2, 3});
    send(Samples.request("other").setAction("format_disk").build());
    send(Samples.request("old").setDecidedAt(1).build());
    assertThat(result("other").getDetail()).contains("format_disk");
    assertThat(result("old").getOutcome()).isEqualTo(Outcome.REFUSED);
    assertThat(bus.letters).singleElement().matches(l -> l.getReason().equals("malformed"));
    assertThat(Postgres.count("outcome = 'REFUSED'")).isEqualTo(2);
    assertThat(world.posts).isEmpty();
  }
}
