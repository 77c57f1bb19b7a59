package dev.nightshift.actuator;

import static dev.nightshift.actuator.Samples.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger on a real database: races, exact limits, the way back, forgetting. */
@Tag("slow")
class LedgerIT {

  private static final ActuatorConfig FREE = config(Samples.FREE);

  @BeforeEach
  void clear() {
    Postgres.clear();
  }

  private static ActuatorConfig config(String extra) {
    return Samples.config(Postgres.url(), "http://localhost:1/none", extra);
  }

  private static Ledger ledger(LedgerDatabase database, ActuatorConfig config, String owner) {
    return new Ledger(database, config, Clock.systemUTC(), owner);
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
    try (LedgerDatabase database = LedgerDatabase.open(FREE.database())) {
      Ledger a = ledger(database, FREE, "a");
      Ledger b = ledger(database, FREE, "b");
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
      Ledger a = ledger(database, config, "a");
      Ledger b = ledger(database, config, "b");
      List<ActionRequest> requests = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        requests.add(Samples.request("k" + i).build());
      }
      List<Claim> claims = race(List.of(a, b), requests);
      assertThat(claims).filteredOn(Claim.CLAIMED::equals).hasSize(allowed);
      assertThat(claims).filteredOn(Claim.REFUSED::equals).hasSize(8 - allowed);
    }
  }

  @Test
  void onlyWhatItsOwnerNeverSentGoesBackIntoTheQueue() throws Exception {
    try (LedgerDatabase database = LedgerDatabase.open(FREE.database())) {
      Ledger a = ledger(database, FREE, "a");
      Ledger b = ledger(database, FREE, "b");
      a.claim(Samples.request("k").build());
      assertThat(a.start(1)).hasSize(1);
      assertThat(b.putBack("k")).as("not the owner").isFalse();
      assertThat(a.putBack("k")).isTrue();
      assertThat(a.putBack("k")).as("not executing any more").isFalse();
      assertThat(b.start(1)).singleElement().matches(entry -> !entry.interrupted());
      assertThat(a.finish("k", new ProviderAnswer(Outcome.SUCCEEDED, "", 1)))
          .as("lost to its new owner")
          .isFalse();
      b.release();
      assertThat(a.takeOver(1)).singleElement().matches(LedgerEntry::interrupted);
      assertThat(a.putBack("k")).as("its first owner may have sent it").isFalse();
      assertThat(Postgres.count("state = 'EXECUTING' AND owner = 'a'")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPumpThatDiesOrClosesPutsBackWhatItDidNotSend(boolean dies) throws Exception {
    try (LedgerDatabase database = LedgerDatabase.open(FREE.database())) {
      Ledger ledger = ledger(database, FREE, "a");
      ActuatorMetrics metrics = new ActuatorMetrics();
      Lifecycle life = new Lifecycle(metrics);
      Executor executor =
          new Executor(
              FREE, ledger, Actuator.providers(FREE, Clock.systemUTC()), Clock.systemUTC());
      List<Step> steps = Collections.synchronizedList(new ArrayList<>());
      Pump pump =
          new Pump(FREE, ledger, executor, life, metrics, (step, key) -> steps.add(step), () -> {});
      ledger.claim(Samples.request("k").setAction("failover").build());
      List<LedgerEntry> begun = ledger.start(1);
      if (dies) {
        life.die(new AssertionError("on purpose"));
      } else {
        pump.drain(Duration.ZERO);
      }
      pump.submit(begun, "starts");
      until("the way back", () -> Postgres.count("state = 'CLAIMED' AND owner IS NULL") == 1);
      assertThat(steps).isEmpty();
      pump.drain(Duration.ofSeconds(5));
    }
  }

  @Test
  void anOldWordOnAScopeIsNotObeyedEvenIfItsIdIsForgotten() throws Exception {
    try (LedgerDatabase database = LedgerDatabase.open(FREE.database())) {
      Ledger ledger = ledger(database, FREE, "a");
      assertThat(ledger.control(Samples.control("r", ControlKind.RESUME, "*", 1)))
          .isEqualTo(Obedience.OBEYED);
      assertThat(ledger.control(Samples.control("h", ControlKind.HALT, "*", 2)))
          .isEqualTo(Obedience.OBEYED);
      assertThat(ledger.control(Samples.control("h", ControlKind.HALT, "*", 2)))
          .isEqualTo(Obedience.REPLAYED);
      Postgres.execute("DELETE FROM actuator.control_seen");
      assertThat(ledger.control(Samples.control("r", ControlKind.RESUME, "*", 1)))
          .isEqualTo(Obedience.OUTDATED);
      assertThat(ledger.halted("demo.shop", "demo.shop/orders")).isPresent();
    }
  }
}
