package dev.nightshift.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightshift.config.ConfigException;
import dev.nightshift.detect.forecast.ForecastRule;
import dev.nightshift.detect.forecast.ForecastSettings;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.job.config.SourceSettings.Format;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.remedy.PolicyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {

  private static final String LEAST =
      """
      name: test
      kafka: {bootstrap_servers: "localhost:9092"}
      sources: [{topic: otlp_metrics, format: otlp_metrics}]
      policies: policy.yaml
      """;

  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("policy.yaml"), "version: test");
    Files.createDirectory(directory.resolve("patterns"));
    Files.writeString(directory.resolve("patterns/b.yaml"), "");
    Files.writeString(directory.resolve("patterns/a.yaml"), "");
    Files.writeString(directory.resolve("patterns/README.md"), "");
  }

  private JobFile parse(String yaml) {
    return JobFile.parse(directory.resolve("job.yaml"), yaml);
  }

  @Test
  void forecastsNameWhatRunsOutAndItsLimit() {
    JobFile job =
        parse(
            LEAST
                + """
                forecasts:
                  - {name: memory, feature: memory, limit: 2e9, horizon: 4h}
                  - name: disk
                    feature: {metric: system.filesystem.usage, aggregation: last, attributes: {mountpoint: /var}}
                    limit: {metric: system.filesystem.limit}
                    horizon: 3d
                    step: 10m
                    entities: {system: prod.shop, service: orders*}
                  - {name: error_budget, feature: {metric: slo.budget}, limit: 0, direction: falling, horizon: 1d}
                """);

    assertThat(job.forecasts())
        .extracting(ForecastRule::name)
        .containsExactly("memory", "disk", "error_budget");
    ForecastRule memory = job.forecasts().get(0);
    assertThat(memory.faultType()).isEqualTo("memory_exhaustion");
    assertThat(memory.limit()).isEqualTo(2e9f);
    assertThat(memory.feature().metric()).isEqualTo("process.memory.usage");
    assertThat(memory.settings()).isEqualTo(new ForecastSettings(60_000, 4 * 3_600_000L, false, 3));
    ForecastRule disk = job.forecasts().get(1);
    assertThat(disk.capacity().metric()).isEqualTo("system.filesystem.limit");
    assertThat(disk.feature().attributes()).containsEntry("mountpoint", "/var");
    assertThat(disk.entities()).isEqualTo(new EntitySelector("prod.shop", "orders*", "*"));
    assertThat(disk.settings().stepMillis()).isEqualTo(600_000);
    assertThat(job.forecasts().get(2).settings().falling()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: memory, feature: memory, limit: 1}                          | 'forecasts[0].horizon' is missing
          {name: memory, feature: heap, limit: 1, horizon: 1h}               | one of cpu, memory
          {name: Memory, feature: memory, limit: 1, horizon: 1h}             | small letters
          {name: memory, feature: memory, limit: much, horizon: 1h}          | expected a number
          {name: memory, feature: memory, limit: 1, horizon: 5m}             | at least ten steps
          {name: memory, feature: memory, limit: 1, horizon: 1h, by: 3}      | unknown key 'forecasts[0].by'
          {name: memory, feature: memory, limit: 1, horizon: 1h, step: 10ms} | at least 1s
          {name: memory, feature: {aggregation: max}, limit: 1, horizon: 1h} | 'forecasts[0].feature.metric' is missing
          """)
  void aWrongForecastIsAnErrorWithItsLine(String forecast, String problem) {
    assertThatThrownBy(() -> parse(LEAST + "forecasts:\n  - " + forecast))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("job.yaml:6")
        .hasMessageContaining(problem);
  }

  @Test
  void twoForecastsCannotHaveOneName() {
    String one = "  - {name: memory, feature: memory, limit: 1, horizon: 1h}\n";

    assertThatThrownBy(() -> parse(LEAST + "forecasts:\n" + one + one))
        .hasMessageContaining("job.yaml:7")
        .hasMessageContaining("another forecast has the name 'memory'");
  }

  @Test
  void whatIsNotSaidHasADefault() {
    JobFile job = parse(LEAST);

    assertThat(job.name()).isEqualTo("test");
    assertThat(job.kafka())
        .isEqualTo(
            new KafkaSettings(
                "localhost:9092",
                Map.of(),
                new KafkaSettings.Topics(
                    "nightshift.anomalies",
                    "nightshift.incidents",
                    "nightshift.remediation.requests",
                    "nightshift.remediation.results",
                    "nightshift.control",
                    "nightshift.dead-letters",
                    "nightshift.models",
                    "nightshift.automation",
                    "nightshift.feedback",
                    "nightshift.notifications",
                    "nightshift.policies",
                    "nightshift.model-reports")));
    assertThat(job.sources())
        .containsExactly(new SourceSettings("otlp_metrics", Format.OTLP_METRICS));
    assertThat(job.eventTime())
        .isEqualTo(
            new JobFile.EventTimeSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                null,
                720));
    assertThat(job.models())
        .isEqualTo(
            new ModelSettings(
                null,
                Duration.ofSeconds(5),
                new PromotionRule(PromotionRule.Mode.GUARDED, 500, 2, 0.5, 0.5, 500),
                128,
                200));
    assertThat(job.detection()).isEqualTo(new DetectionSettings(null, null, null));
    assertThat(job.diagnosis().settle()).isEqualTo(Duration.ofSeconds(20));
    assertThat(job.diagnosis().evidence()).isFalse();
    assertThat(job.patterns()).isEmpty();
    assertThat(job.policies()).isEqualTo(directory.resolve("policy.yaml").toUri());
    assertThat(job.control()).isEqualTo(ControlSettings.NOBODY);
    assertThat(job.incidents()).isEqualTo(IncidentSettings.DEFAULT);
    assertThat(job.feedback().directory()).isNull();
    assertThat(job.checkpoints())
        .isEqualTo(new JobFile.CheckpointSettings(Duration.ofSeconds(10), null));
    assertThat(job.parallelism()).isZero();
    assertThat(job.seed()).isEqualTo(1);
  }

  @Test
  void everyKeyIsHeard() {
    JobFile job =
        parse(
            """
            name: other
            kafka:
              bootstrap_servers: broker:1
              properties: {security.protocol: SSL}
              topics: {anomalies: t1, incidents: t2, requests: t3, results: t4, control: t5,
                       dead_letters: t6, models: t7, automation: t8, feedback: t9,
                       notifications: t10, policies: t11, model_reports: t12}
            sources:
              - {topic: logs, format: otlp_logs}
              - {topic: spans, format: otlp-spans}
              - {topic: events, format: cloudevents, system: prod.shop}
            event_time: {out_of_orderness: 1s, idleness: 2s, max_future: 3m, step: 4s, max_lead: 5h, open_steps: 6}
            models: {store: "s3://bucket/models", poll: 3s, promotion: manual, batch: 7, forests: 8,
                     guard: {windows: 9, alarm_ratio: 1.5, shared_alarms: 0.25, score_drift: 0.75,
                             probation: 10}}
            detection: {alarm_rate: 0.001, min_steps: 4, quiet_steps: 5}
            diagnosis: {settle: 6s, evidence: true,
                        calls: [{system: prod.shop, caller: a, callees: [b, c]}]}
            patterns: [patterns, patterns/b.yaml]
            policies: policy.yaml
            incidents: {join_window: 1s, reopen_window: 2s, settle: 3s, decide_within: 4s,
                        max_per_system: 5, learning: false, seed: 6}
            installation: shop-eu
            control_keys: [{id: k, secret: "${env:KEY}", role: Approver}]
            feedback: {directory: out}
            checkpoints: {interval: 9s, directory: "file:///checkpoints"}
            parallelism: 3
            seed: 11
            """);

    assertThat(job.name()).isEqualTo("other");
    assertThat(job.kafka().bootstrapServers()).isEqualTo("broker:1");
    assertThat(job.kafka().clientProperties()).containsEntry("security.protocol", "SSL");
    assertThat(job.kafka().topics())
        .isEqualTo(
            new KafkaSettings.Topics(
                "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "t10", "t11", "t12"));
    assertThat(job.sources())
        .containsExactly(
            new SourceSettings("logs", Format.OTLP_LOGS),
            new SourceSettings("spans", Format.OTLP_SPANS),
            new SourceSettings("events", Format.CLOUDEVENTS, "prod.shop"));
    assertThat(job.eventTime())
        .isEqualTo(
            new JobFile.EventTimeSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofMinutes(3),
                Duration.ofSeconds(4),
                Duration.ofHours(5),
                6));
    assertThat(job.models())
        .isEqualTo(
            new ModelSettings(
                URI.create("s3://bucket/models"),
                Duration.ofSeconds(3),
                new PromotionRule(PromotionRule.Mode.MANUAL, 9, 1.5, 0.25, 0.75, 10),
                7,
                8));
    assertThat(job.detection()).isEqualTo(new DetectionSettings(0.001, 4, 5));
    assertThat(job.diagnosis().settle()).isEqualTo(Duration.ofSeconds(6));
    assertThat(job.diagnosis().evidence()).isTrue();
    assertThat(job.diagnosis().calls().all())
        .containsExactly(
            new DeclaredCalls.Call("prod.shop", "prod.shop/a", "prod.shop/b"),
            new DeclaredCalls.Call("prod.shop", "prod.shop/a", "prod.shop/c"));
    assertThat(job.patterns())
        .containsExactly(
            directory.resolve("patterns").toUri(), directory.resolve("patterns/b.yaml").toUri());
    assertThat(job.incidents())
        .isEqualTo(new IncidentSettings(1000, 2000, 3000, 4000, 5, false, 6));
    assertThat(job.control().installation()).isEqualTo("shop-eu");
    assertThat(job.control().keys())
        .extracting(ControlKey::id, ControlKey::role)
        .containsExactly(tuple("k", "approver"));
    assertThat(job.control().keys().get(0).secret()).hasToString("${env:KEY}");
    assertThat(job.feedback().directory()).isEqualTo(directory.resolve("out").toUri());
    assertThat(job.checkpoints())
        .isEqualTo(
            new JobFile.CheckpointSettings(
                Duration.ofSeconds(9), URI.create("file:///checkpoints")));
    assertThat(job.parallelism()).isEqualTo(3);
    assertThat(job.seed()).isEqualTo(11);
  }

  /** Each line stands alone below a file that is right without it, so that it is line 5. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour: red                                    | unknown key 'colour'",
        "models: {shop: here}                           | unknown key 'models.shop'",
        "models: 7                                      | expected a mapping",
        "models: {batch: many}                          | expected a whole number, found 'many'",
        "models: {batch: 0}                             | from 1 to 4096, found 0",
        "models: {promotion: sometimes}                 | manual, immediate, guarded",
        "models: {poll: 0s}                             | at least 100ms",
        "models: {store: \"s3://no spaces\"}            | expected a directory or a URI",
        "detection: {alarm_rate: 2}                     | expected a number from",
        "detection: {min_steps: often}                  | expected a whole number",
        "event_time: {idleness: soon}                   | expected a duration such as",
        "event_time: {step: 10ms}                       | at least 1s",
        "patterns: [nowhere]                            | neither a file nor a directory",
        "patterns: nowhere                              | expected a list",
        "incidents: {learning: perhaps}                 | expected true or false",
        "control_keys: [{id: a, secret: swordfish, role: admin}] | secrets do not stand in files",
        "control_keys: [{id: a, secret: '${env:A}', role: king}] | expected one of viewer",
        "control_keys: [{id: a, secret: '${env:A}'}]    | 'control_keys[0].role' is missing",
        "control_keys: [{id: a, secret: '${env:A}', role: admin}, {id: a, secret: '${env:B}', role: viewer}] | another control key has the id 'a'",
        "parallelism: 0                                 | from 1 to 4096, found 0",
        "seed: -1                                       | expected a whole number from 0",
        "feedback: {}                                   | 'feedback.directory' is missing",
        "checkpoints: {interval: 1}                     | expected a duration",
        "name: twice                                    | stands here twice",
      },
      quoteCharacter = '`')
  void everyMistakeIsNamedWithItsPlace(String line, String expected) {
    assertThatThrownBy(() -> parse(LEAST + line + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(directory.resolve("job.yaml") + ":5")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "kafka", "sources", "policies"})
  void whatCannotBeGuessedHasToBeSaid(String key) {
    String without = LEAST.replaceAll("(?m)^" + key + ":.*\n", "");

    assertThatThrownBy(() -> parse(without))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(directory.resolve("job.yaml") + ":1")
        .hasMessageContaining("'" + key + "'");
  }

  @Test
  void filesThatDoNotExistAreNamed() {
    assertThatThrownBy(() -> parse(LEAST.replace("policy.yaml", "none.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(":4")
        .hasMessageContaining("there is no file " + directory.resolve("none.yaml"));
    assertThatThrownBy(() -> JobFile.load(directory.resolve("no-job.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("there is no such job file");
    assertThatThrownBy(() -> parse(LEAST.replace("otlp_metrics}", "csv}")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(":3")
        .hasMessageContaining(
            "expected one of otlp_metrics, otlp_logs, otlp_spans, cloudevents, alertmanager, found 'csv'");
  }

  @Test
  void everyShippedJobFileIsRight() throws IOException {
    List<Path> shipped;
    try (var files = Files.list(Path.of("."))) {
      shipped = files.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    assertThat(shipped).hasSizeGreaterThanOrEqualTo(2);
    for (Path file : shipped) {
      JobFile job = JobFile.load(file);
      assertThat(job.patterns()).as(file.toString()).isNotEmpty();
      assertThat(PolicyFile.load(Path.of(job.policies()))).isNotNull();
    }
  }
}
