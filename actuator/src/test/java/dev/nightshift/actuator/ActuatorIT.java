package dev.nightshift.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Actuators on a real database and real HTTP: races, crashes at every step, halt. */
@Tag("slow")
class ActuatorIT {

  private static final String LIMITS =
      "limits: {max-concurrent: 100, max-concurrent-per-system: 100, max-per-hour: 1000,"
          + " max-per-target-and-hour: 100}\n";
  private static final String FREE =
      LIMITS
          + "actions:\n  restart: {idempotent: true, cool-down: 0ms, max-per-target-and-hour: 100,"
          + " max-concurrent: 100}\n  failover: {cool-down: 0ms}\n";

  private static EmbeddedPostgres postgres;

  private final Bus bus = new Bus();
  private final List<Actuator> running = new ArrayList<>();
  private World world;

  /** Ends a test's actuator as a kill would: nothing of it runs on. */
  private static final class Crash extends Error {
    Crash(Step step) {
      super("crash at " + step);
    }
  }

  @BeforeAll
  static void startDatabase() throws Exception {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopDatabase() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void startWorld() throws Exception {
    world = new World();
    try (Connection db = postgres.getPostgresDatabase().getConnection();
        Statement sql = db.createStatement()) {
      sql.execute("DROP SCHEMA IF EXISTS actuator CASCADE");
    }
  }

  @AfterEach
  void stopAll() {
    running.forEach(Actuator::close);
    world.close();
  }

  private ActuatorConfig config(String actions) {
    return Samples.config(postgres.getJdbcUrl("postgres", "postgres"), world.url(), actions);
  }

  private Actuator start(String actions, Actuator.Hooks hooks) throws Exception {
    ActuatorConfig config = config(actions);
    Clock clock = Clock.systemUTC();
    Actuator actuator =
        Actuator.start(
            config,
            new Actuator.Parts(
                bus.source(bus.requests),
                bus.source(bus.control),
                bus.sink(),
                List.of(new WebhookProvider(config.webhook().orElseThrow(), clock, () -> 0.5)),
                new HmacControlAuthority(config.controlKeys()),
                clock,
                hooks));
    running.add(actuator);
    return actuator;
  }

  private void send(ActionRequest request) throws Exception {
    bus.send(bus.requests, array(ActionRequest.getEncoder().encode(request)));
  }

  private void send(ControlKind kind, String id, long at) throws Exception {
    var message = Samples.control(id, kind, "*", at);
    bus.send(bus.control, array(message.toByteBuffer()));
  }

  private static byte[] array(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private ActionResult result(String key) throws InterruptedException {
    until("a result of " + key, () -> bus.results.stream().anyMatch(r -> r.getKey().equals(key)));
    return bus.results.stream().filter(r -> r.getKey().equals(key)).findFirst().orElseThrow();
  }

  private static List<Claim> race(List<Ledger> ledgers, List<ActionRequest> requests)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(requests.size());
    List<Future<Claim>> claims = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      Ledger ledger = ledgers.get(i % ledgers.size());
      ActionRequest request = requests.get(i);
      claims.add(threads.submit(() -> ledger.claim(request)));
    }
    List<Claim> outcomes = new ArrayList<>();
    for (Future<Claim> claim : claims) {
      outcomes.add(claim.get());
    }
    threads.shutdown();
    return outcomes;
  }

  @Test
  void oneOfEightThreadsClaimsAKey() throws Exception {
    ActuatorConfig config = config(FREE);
    try (LedgerDatabase database = LedgerDatabase.open(config.database())) {
      Ledger a = new Ledger(database, config, Clock.systemUTC(), "a");
      Ledger b = new Ledger(database, config, Clock.systemUTC(), "b");
      ActionRequest request = Samples.request("k").build();
      assertThat(race(List.of(a, b), Collections.nCopies(8, request)))
          .containsOnlyOnce(Claim.CLAIMED)
          .filteredOn(Claim.DUPLICATE::equals)
          .hasSize(7);
      assertThat(a.claim(Samples.request("k").setAction("failover").build()))
          .isEqualTo(Claim.CONFLICT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'limits: {max-concurrent: 3, max-concurrent-per-system: 99}', '{cool-down: 0ms, max-per-target-and-hour: 99, max-concurrent: 99}', 3",
    "'limits: {max-concurrent: 99, max-concurrent-per-system: 2}', '{cool-down: 0ms, max-per-target-and-hour: 99, max-concurrent: 99}', 2",
    "'limits: {max-concurrent: 99, max-concurrent-per-system: 99, max-per-hour: 4}', '{cool-down: 0ms, max-per-target-and-hour: 99, max-concurrent: 99}', 4",
    "'limits: {max-concurrent: 99, max-concurrent-per-system: 99}', '{cool-down: 0ms, max-per-target-and-hour: 99, max-concurrent: 99}', 6",
    "'limits: {max-concurrent: 99, max-concurrent-per-system: 99}', '{cool-down: 0ms, max-per-target-and-hour: 3, max-concurrent: 99}', 3",
    "'limits: {max-concurrent: 99, max-concurrent-per-system: 99}', '{cool-down: 0ms, max-per-target-and-hour: 99, max-concurrent: 1}', 1",
    "'limits: {max-concurrent: 99, max-concurrent-per-system: 99}', '{cool-down: 5m, max-per-target-and-hour: 99, max-concurrent: 99}', 1",
  })
  void racingActuatorsKeepEveryLimitTogether(String limits, String rule, int allowed)
      throws Exception {
    ActuatorConfig config = config(limits + "\nactions: {restart: " + rule + "}\n");
    try (LedgerDatabase database = LedgerDatabase.open(config.database())) {
      Ledger a = new Ledger(database, config, Clock.systemUTC(), "a");
      Ledger b = new Ledger(database, config, Clock.systemUTC(), "b");
      List<ActionRequest> requests = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        requests.add(Samples.request("k" + i).build());
      }
      List<Claim> claims = race(List.of(a, b), requests);
      assertThat(claims).filteredOn(Claim.CLAIMED::equals).hasSize(allowed);
      assertThat(claims).filteredOn(Claim.REFUSED::equals).hasSize(8 - allowed);
    }
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
            FREE,
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
    start(FREE, (at, key) -> {});
    result("k");
    until("the report", () -> count("NOT reported") == 0 && count("reported") == 1);
  }

  private static long count(String condition) {
    try (Connection db = postgres.getPostgresDatabase().getConnection();
        Statement sql = db.createStatement();
        ResultSet row =
            sql.executeQuery("SELECT count(*) FROM actuator.ledger WHERE " + condition)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void twoActuatorsRunOneActionAtATargetAtOnceAndEachKeyOnce() throws Exception {
    world.effectMillis = 50;
    start(FREE, (at, key) -> {});
    start(FREE, (at, key) -> {});
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
    Actuator first = start(FREE, (at, key) -> {});
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

    Actuator second = start(FREE, (step, key) -> {});
    send(Samples.request("later").build());
    assertThat(result("later").getDetail()).contains("halted for '*' by ada: drill");
    send(ControlKind.HALT, "h1", at + 5);
    until("the replay is seen", () -> second.metrics().value("control", "replayed") == 1);
    var forged = Samples.control("f1", ControlKind.RESUME, "*", at + 10);
    forged.setReason("tampered with");
    bus.send(bus.control, array(forged.toByteBuffer()));
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
    start(FREE, (at, key) -> {});
    bus.send(bus.requests, new byte[] {1, 2, 3});
    send(Samples.request("other").setAction("format_disk").build());
    send(Samples.request("old").setDecidedAt(1).build());
    assertThat(result("other").getDetail()).contains("format_disk");
    assertThat(result("old").getOutcome()).isEqualTo(Outcome.REFUSED);
    assertThat(bus.letters).singleElement().matches(l -> l.getReason().equals("malformed"));
    assertThat(count("outcome = 'REFUSED'")).isEqualTo(2);
    assertThat(world.posts).isEmpty();
  }
}
