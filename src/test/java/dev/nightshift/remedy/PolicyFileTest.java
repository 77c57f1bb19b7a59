package dev.nightshift.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.config.ConfigException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

  private static final String HEAD =
      """
      version: v
      actions:
        restart: {risk: low, idempotent: true}
      """;

  @ParameterizedTest
  @CsvSource({
    "memory_leak, restart, orders",
    "cpu_saturation, scale_out, search",
    "bad_deployment, roll_back, payment",
    "slow_database, failover, orders-db",
    "cache_corruption, clear_cache, session-cache",
    "crash_loop, replace_instance, cart"
  })
  void theShopAnswersEveryFaultWithTheRightActionFirst(
      String fault, String action, String service) {
    Decision decision =
        new PolicyEngine(Shipped.policy("shop.yaml"))
            .decide(
                Questions.about("demo.shop/" + service, fault, 0.9),
                new LimitLedger(),
                ActionPreference.AS_WRITTEN);

    assertThat(decision.verdict()).as(decision.text()).isEqualTo(Verdict.ACT);
    assertThat(decision.action().name()).isEqualTo(action);
  }

  @Test
  void aNewInstallationOnlyObserves() {
    PolicySet policies = Shipped.policy("default.yaml");

    assertThat(policies.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(policies.limits()).isEqualTo(SafetyLimits.DEFAULT);
    assertThat(policies.verification()).isEqualTo(Verification.DEFAULT);
    assertThat(PolicyFile.parse("p", HEAD).limits()).isEqualTo(SafetyLimits.DEFAULT);
    assertThat(PolicyFile.parse("p", HEAD).mode()).isEqualTo(Mode.OBSERVE);
  }

  @Test
  void readsEveryKey() {
    PolicySet set =
        PolicyFile.parse(
            "p",
            """
            version: "7"
            defaults:
              {mode: approve, timezone: Europe/Berlin, verification: {clear_for: 2m, within: 9m, worse: 3}}
            limits:
              cooldown: 1m
              max_actions_per_target_per_hour: 2
              max_concurrent_per_system: 3
              max_blast_radius: 0.25
              min_confidence: 0.4
              approval_above: medium
              approval_expires_after: 4m
              result_timeout: 5m
              max_steps: 6
              circuit_breaker: {failures: 7, within: 8m}
              second_person_above: medium
              flapping: {recurrences: 9, within: 10m}
            systems:
              a.b:
                mode: auto
                limits: {cooldown: 3s}
                escalation: {levels: [{notify: [boss], after: 1m}]}
            escalation:
              levels:
                - {notify: [oncall], after: 0s}
                - {notify: [lead, chat], after: 15m}
              repeat: 1h
            maintenance:
              - {name: backup, scope: a.b/x, at: "02:00", for: 1h, days: [monday, friday]}
              - {name: move, scope: "*", from: "2027-01-16T22:00:00Z", for: 6h}
            actions:
              up: {risk: high, idempotent: false, undo: down, parameters: {n: "1"}}
              down: {risk: low, idempotent: true, undo: true}
            plans:
              both:
                steps:
                  - {action: up, parameters: {m: "2"}, canary: true, observe: 30s, timeout: 2m}
                  - {action: down, when: incident.anomalies > 0}
            rules:
              - name: r
                selector: {system: a.b, service: x*}
                fault_types: [f]
                when: time.hour >= 22 && !time.weekend && incident.symptoms > 1
                actions: [up, down]
                mode: observe
                min_confidence: 0.8
                verification: {within: 1m}
            """);

    assertThat(set.limits())
        .isEqualTo(
            new SafetyLimits(
                60_000,
                2,
                3,
                0.25,
                0.4,
                Risk.MEDIUM,
                240_000,
                300_000,
                6,
                7,
                480_000,
                Risk.MEDIUM,
                9,
                600_000));
    assertThat(set.limitsOf("a.b").cooldownMillis()).isEqualTo(3000);
    assertThat(set.limitsOf("a.b").maxSteps()).isEqualTo(6);
    assertThat(set.modeOf("a.b")).isEqualTo(Mode.AUTO);
    assertThat(set.modeOf("other")).isEqualTo(Mode.APPROVE);
    assertThat(set.zone().getId()).isEqualTo("Europe/Berlin");
    assertThat(set.actions().get("up"))
        .isEqualTo(new ActionSpec("up", Risk.HIGH, false, "down", Map.of("n", "1")));
    assertThat(set.actions().get("down").undoneBy()).isEqualTo("down");
    assertThat(set.escalation())
        .isEqualTo(
            new EscalationChain(
                List.of(
                    new EscalationChain.Level(0, List.of("oncall")),
                    new EscalationChain.Level(900_000, List.of("lead", "chat"))),
                3_600_000));
    assertThat(set.escalationOf("a.b").channels(1)).containsExactly("boss");
    assertThat(set.maintenance())
        .extracting(MaintenanceWindow::name)
        .containsExactly("backup", "move");
    assertThat(set.maintenance().get(0).zone().getId()).isEqualTo("Europe/Berlin");
    assertThat(set.plans()).containsOnlyKeys("up", "down", "both");
    assertThat(set.plans().get("both").risk()).isEqualTo(Risk.HIGH);
    PlanStepSpec canary = set.plans().get("both").steps().get(0);
    assertThat(canary.parameters()).isEqualTo(Map.of("n", "1", "m", "2"));
    assertThat(canary.canary()).isTrue();
    assertThat(canary.observeMillis()).isEqualTo(30_000);
    assertThat(canary.timeoutMillis()).isEqualTo(120_000);
    assertThat(set.plans().get("both").steps().get(1).when()).hasToString("incident.anomalies > 0");
    assertThat(set.id()).matches("7@[0-9a-f]{8}");
    PolicyRule rule = set.rules().get(0);
    assertThat(rule.actions()).isEqualTo(List.of("up", "down"));
    assertThat(rule.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(rule.minConfidence()).isEqualTo(0.8);
    assertThat(rule.verification()).isEqualTo(new Verification(120_000, 60_000, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rules: [{name: a, actions: [reboot]}] | p.yaml:4 | unknown action 'reboot'",
        "rules: [{name: a, actions: []}] | p.yaml:4 | at least one",
        "rules: [{name: a, actions: [restart], when: 'candidate.servise == \"x\"'}] | p.yaml:4 | servise",
        "rules: [{name: a, actions: [restart], when: 'candidate >'}] | p.yaml:4 | does not compile",
        "rules: [{name: a, actions: [restart]}, {name: a, actions: [restart]}] | p.yaml:4 | another rule",
        "limits: {cooldown: soon} | p.yaml:4 | duration",
        "limits: {cool_down: 1m} | p.yaml:4 | unknown key",
        "limits: {min_confidence: 2} | p.yaml:4 | from 0.0 to 1.0",
        "defaults: {mode: yolo} | p.yaml:4 | observe, approve, auto",
        "defaults: {timezone: Mars} | p.yaml:4 | time zone",
        "rule: [] | p.yaml:4 | unknown key 'rule'",
        "plans: {p: {steps: []}} | p.yaml:4 | 1 to 10 steps",
        "plans: {restart: {steps: [{action: restart}]}} | p.yaml:4 | has the name 'restart'",
        "plans: {p: {steps: [{action: reboot}]}} | p.yaml:4 | unknown action 'reboot'",
        "plans: {p: {steps: [{action: restart}, {action: restart}]}} | p.yaml:4 | cool-down",
        "plans: {p: {steps: [{action: restart, canary: true}]}} | p.yaml:4 | last step",
        "plans: {p: {steps: [{action: restart, when: 'true'}]}} | p.yaml:4 | first step",
        "plans: {p: {steps: [{action: restart, observe: 1m}]}} | p.yaml:4 | canary: true",
        "escalation: {levels: []} | p.yaml:4 | 1 to 50 levels",
        "escalation: {levels: [{notify: [], after: 0s}]} | p.yaml:4 | at least one channel",
        "escalation: {levels: [{notify: [a], after: 5m}, {notify: [b], after: 5m}]} | p.yaml:4 | later",
        "maintenance: [{name: n, scope: s, for: 1h}] | p.yaml:4 | either 'from'",
        "maintenance: [{name: n, scope: s, for: 8d, at: '02:00'}] | p.yaml:4 | at most 7d",
        "maintenance: [{name: n, scope: s, for: 1h, at: '2 am'}] | p.yaml:4 | 02:00",
        "maintenance: [{name: n, scope: s, for: 1h, at: '02:00', days: [funday]}] | p.yaml:4 | monday"
      })
  void errorsNameTheLine(String line, String where, String what) {
    assertThatThrownBy(() -> PolicyFile.parse("p.yaml", HEAD + line + "\n"))
        .hasMessageContaining(where)
        .hasMessageContaining(what);
  }

  @Test
  void everyErrorIsToldAtOnceAndNoneTwice() {
    String wrong =
        """
        defaults: {mode: yolo, timezone: Mars, modus: x}
        limits:
          cooldown: soon
          min_confidence: 2
          circuit_breaker: {failures: none}
        systems:
          a.b: {mode: maybe, limits: {max_steps: 0}}
          c.d: auto
        escalation: {levels: [{notify: [], after: 0s}, {notify: [a], after: later}], repeat: x}
        maintenance:
          - {name: n, scope: s, for: 8d, at: 2 am, days: [funday]}
          - {scope: s, for: 1h, from: tomorrow}
        actions:
          restart: {risk: huge, idempotent: perhaps}
          scale: {risk: low, idempotent: true, undo: shrink}
        plans:
          slow: {steps: [{action: reboot}, {action: scale, canary: 7}]}
          none: {steps: []}
        rules:
          - {name: a, actions: [restart, reboot], when: 'candidate >', min_confidence: x}
          - {name: a, actions: [slow, none]}
          - {actions: scale}
        """;

    assertThatThrownBy(() -> PolicyFile.parse("p.yaml", wrong))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.problems())
                  .extracting(problem -> problem.getMessage().lines().findFirst().orElseThrow())
                  .satisfiesExactlyInAnyOrder(
                      said("p.yaml:1: the key 'version' is missing"),
                      said("p.yaml:1: 'defaults.mode': expected one of"),
                      said("p.yaml:1: 'defaults.timezone': expected a time zone"),
                      said("p.yaml:1: unknown key 'defaults.modus'"),
                      said("p.yaml:3: 'limits.cooldown': expected a duration"),
                      said("p.yaml:4: 'limits.min_confidence': expected a number from"),
                      said("p.yaml:5: 'limits.circuit_breaker.failures': expected a whole"),
                      said("p.yaml:7: 'systems.a.b.mode': expected one of"),
                      said("p.yaml:7: 'systems.a.b.limits.max_steps': expected a whole"),
                      said("p.yaml:8: 'systems.c.d': expected a mapping"),
                      said("p.yaml:9: 'escalation.levels[0]': expected at least one channel"),
                      said("p.yaml:9: 'escalation.levels[1].after': expected a duration"),
                      said("p.yaml:9: 'escalation.repeat': expected a duration"),
                      said("p.yaml:11: 'maintenance[0].for': expected more than nothing"),
                      said("p.yaml:11: 'maintenance[0].at': expected a time of the day"),
                      said("p.yaml:11: 'maintenance[0].days[0]': expected one of"),
                      said("p.yaml:12: 'maintenance[1]': the key 'maintenance[1].name' is"),
                      said("p.yaml:12: 'maintenance[1].from': expected an instant"),
                      said("p.yaml:14: 'actions.restart.risk': expected one of"),
                      said("p.yaml:14: 'actions.restart.idempotent': expected true or"),
                      said("p.yaml:15: 'actions.scale.undo': unknown action 'shrink'"),
                      said("p.yaml:17: 'plans.slow.steps[0].action': unknown action"),
                      said("p.yaml:17: 'plans.slow.steps[1].canary': expected true or"),
                      said("p.yaml:18: 'plans.none.steps': expected 1 to 10 steps"),
                      said("p.yaml:20: 'rules[0].actions[1]': unknown action 'reboot'"),
                      said("p.yaml:20: 'rules[0].when': "),
                      said("p.yaml:20: 'rules[0].min_confidence': expected a number"),
                      said("p.yaml:21: 'rules[1].name': another rule has the name 'a'"),
                      said("p.yaml:22: 'rules[2]': the key 'rules[2].name' is missing"),
                      said("p.yaml:22: 'rules[2].actions': expected a list"));
              assertThat(e.problems())
                  .isSortedAccordingTo(Comparator.comparingInt(ConfigException::line));
              assertThat(e.getMessage().lines().filter(line -> line.startsWith("p.yaml")))
                  .hasSameSizeAs(e.problems());
            });
  }

  private static Consumer<String> said(String beginning) {
    return message -> assertThat(message).startsWith(beginning);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> PolicyFile.load(Path.of("none.yaml")))
        .hasMessageContaining("none.yaml");
  }
}
