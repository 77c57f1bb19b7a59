package dev.nightshift.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.actuator.webhook.WebhookSettings;
import dev.nightshift.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActuatorConfigTest {

  private static final String VALUE = "hunter2-hunter2-hunter2";

  private static final String KEYS =
      "    console: {secret: '${env:A}', role: operator}\n    chief: ${env:B}";

  private static String environment(String name) {
    return name.isEmpty() ? null : VALUE;
  }

  private static String example() throws Exception {
    return Files.readString(Path.of("actuator.yaml"));
  }

  @Test
  void theShippedExampleIsReadAndHidesItsSecrets() throws Exception {
    ActuatorConfig config =
        ActuatorConfig.parse("actuator.yaml", example(), ActuatorConfigTest::environment);
    assertThat(config.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(config.requestMaxAge()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.httpPort()).contains(9464);
    assertThat(config.actions()).hasSize(7);
    assertThat(config.actions().get("restart").coolDown()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.actions().get("failover").targets())
        .singleElement()
        .matches(selector -> selector.service().equals("orders*"));
    assertThat(((WebhookSettings) config.providers().get("webhook")).secret().reveal())
        .isEqualTo(VALUE);
    assertThat(config.toString()).doesNotContain(VALUE).contains("Secret[hidden]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: observe | mode: turbo | expected one of observe, approve, auto",
        "workers: 8 | wrokers: 8 | unknown key 'wrokers'",
        "${env:NIGHTSHIFT_WEBHOOK_SECRET} | topsecret | secrets do not stand in files",
        "${env:NIGHTSHIFT_WEBHOOK_SECRET} | ${file:/nowhere} | the secret ${file:/nowhere} cannot be read",
        "url: jdbc: | url: jbdc: | expected a JDBC address",
        "security.protocol: PLAINTEXT | sasl.jaas.config: topsecret | secrets do not stand in files",
        "http://localhost:8088/actions | ftp://x/y | expected http(s)://",
        "retention: 90d | retention: 12h | expected at least a day",
        "role: admin | role: king | expected one of viewer, operator, approver, admin",
        "role: admin | rule: admin | unknown key 'control.keys.operator.rule'",
        "idempotent: true | provider: nobody | there is no provider 'nobody'; expected one of webhook, kubernetes",
      })
  void mistakesNameTheLineAndNeverTheSecret(String from, String to, String problem)
      throws Exception {
    String yaml = example().replaceFirst(Pattern.quote(from), "@@");
    int line = yaml.substring(0, yaml.indexOf("@@")).split("\n", -1).length;
    String broken = yaml.replace("@@", to);
    assertThatThrownBy(
            () -> ActuatorConfig.parse("a.yaml", broken, ActuatorConfigTest::environment))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("a.yaml:" + line + ":")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("topsecret");
  }

  @Test
  void secretsComeFromFiles(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "from-a-file\n");
    String yaml = example().replace("${env:NIGHTSHIFT_WEBHOOK_SECRET}", "${file:" + file + "}");
    ActuatorConfig config = ActuatorConfig.parse("a.yaml", yaml, ActuatorConfigTest::environment);
    assertThat(((WebhookSettings) config.providers().get("webhook")).secret().reveal())
        .isEqualTo("from-a-file");
  }

  @Test
  void aMissingVariableIsAnError() throws Exception {
    String yaml = example();
    assertThatThrownBy(() -> ActuatorConfig.parse("a.yaml", yaml, name -> null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the secret ${env:NIGHTSHIFT_WEBHOOK_SECRET} is not set");
  }

  @Test
  void aControlKeyHasARoleAndTheShortFormIsAnAdministrator() throws Exception {
    String yaml = example().replaceFirst("(?m)^    operator: .*$", Matcher.quoteReplacement(KEYS));
    assertThat(
            ActuatorConfig.parse("a.yaml", yaml, ActuatorConfigTest::environment).control().keys())
        .extracting(key -> key.id() + " " + key.role())
        .containsExactly("console OPERATOR", "chief ADMIN");
    assertThatThrownBy(() -> ActuatorConfig.parse("a.yaml", yaml, name -> "short"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'control.keys.console.secret'")
        .hasMessageContaining("at least 16 bytes")
        .hasMessageNotContaining("short");
  }

  @Test
  void nothingThatACoolDownCountsIsForgotten() throws Exception {
    String yaml = example().replace("cool-down: 15m", "cool-down: 90d");
    assertThatThrownBy(() -> ActuatorConfig.parse("a.yaml", yaml, ActuatorConfigTest::environment))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'retention'");
  }
}
