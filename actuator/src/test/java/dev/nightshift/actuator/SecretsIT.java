package dev.nightshift.actuator;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.nightshift.actuator.Samples.bytes;
import static dev.nightshift.actuator.Samples.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.nightshift.actuator.http.Json;
import dev.nightshift.actuator.notify.Incidents;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Outcome;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/**
 * Every provider and channel is used with a secret of its own, while all is well and while it is
 * refused, broken and away; then everything that was logged, kept and reported is searched for each
 * secret, as it is and as it could be written otherwise.
 */
@Tag("slow")
class SecretsIT {

  private static final String[] LOGGERS = {
    "dev.nightshift",
    "io.fabric8",
    "com.google",
    "redis.clients",
    "org.apache.sshd",
    "org.flywaydb",
    "org.postgresql",
    "jakarta.mail"
  };

  private static final String ANSWER =
      """
      {"ok": true, "status": {"phase": "Succeeded"}, "id_token": "%s", "workflow_runs": [],
       "apiVersion": "apps/v1", "kind": "Deployment",
       "metadata": {"name": "orders", "namespace": "shop", "resourceVersion": "1",
         "annotations": {"argocd.argoproj.io/tracking-id": "app:apps/Deployment:shop/orders"}},
       "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "orders"}}, "template": {}}}
      """;

  @TempDir Path folder;

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTPS));
  private final SshServer ssh = SshServer.setUpDefaultServer();
  private final Bus bus = new Bus();

  /** Secrets by the names of their variables. */
  private final Map<String, String> secrets = new LinkedHashMap<>();

  /** What of each is searched for. */
  private final Map<String, String> traces = new LinkedHashMap<>();

  private RedisServer redis;
  private int redisPort;
  private boolean letIn = true;
  private Actuator actuator;

  @BeforeEach
  void start() throws Exception {
    Postgres.clear();
    server.start();
    mail.start();
    for (String name :
        List.of(
            "HOOK",
            "CONTROL",
            "KUBE",
            "ARGOCD",
            "ARGO",
            "GITHUB",
            "AWS_ID",
            "AWS_KEY",
            "AWS_TOKEN",
            "REDIS",
            "PAGER",
            "ALERT",
            "SLACKBOT",
            "MAIL")) {
      secret(name, name.toLowerCase(java.util.Locale.ROOT) + "-hush-hush-4711");
    }
    secrets.put("DB", Samples.PASSWORD);
    traces.put("DB", Samples.PASSWORD);
    secrets.put("SLACK", server.baseUrl() + "/services/slack-hush-hush-4711");
    traces.put("SLACK", "slack-hush-hush-4711");
    startSsh();
    googleAccount();
    startRedis(secrets.get("REDIS"));
  }

  private void secret(String name, String value) {
    secrets.put(name, value);
    traces.put(name, value);
  }

  private void startSsh() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair host = generator.generateKeyPair();
    KeyPair user = generator.generateKeyPair();
    ssh.setHost("localhost");
    ssh.setPort(0);
    ssh.setKeyPairProvider(KeyPairProvider.wrap(host));
    ssh.setPublickeyAuthenticator(
        (name, key, session) -> letIn && KeyUtils.compareKeys(key, user.getPublic()));
    ssh.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    ssh.start();
    Files.writeString(
        folder.resolve("known_hosts"),
        "[localhost]:" + ssh.getPort() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(user, "test", null, out);
    secrets.put("SSH", out.toString(StandardCharsets.UTF_8));
    // Its last full line: the private part.
    List<String> lines = secrets.get("SSH").lines().toList();
    traces.put("SSH", lines.get(lines.size() - 3));
  }

  private void googleAccount() throws Exception {
    String key =
        Base64.getMimeEncoder()
            .encodeToString(
                KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded());
    secrets.put(
        "GOOGLE",
        Json.object()
            .put("type", "service_account")
            .put("client_id", "1")
            .put("client_email", "healer@acme.iam")
            .put("private_key_id", "k1")
            .put(
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n")
            .put("token_uri", server.baseUrl() + "/token")
            .toString());
    traces.put("GOOGLE", key.lines().toList().get(5));
  }

  private void startRedis(String password) throws Exception {
    if (redisPort == 0) {
      try (ServerSocket free = new ServerSocket(0)) {
        redisPort = free.getLocalPort();
      }
    }
    redis =
        RedisServer.newRedisServer()
            .port(redisPort)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .setting("requirepass " + password)
            .build();
    redis.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (actuator != null) {
      actuator.close();
    }
    redis.stop();
    ssh.stop(true);
    mail.stop();
    server.stop();
  }

  private ActuatorConfig config() {
    String bounds =
        "connect-timeout: 1s, timeout: 3s, attempts: 2, backoff: 1ms, max-backoff: 5ms, deadline: 2s";
    String url = server.baseUrl();
    String yaml =
        """
        mode: auto
        lease: 30s
        kafka: {bootstrap: 'localhost:1'}
        database: {url: "%1$s", user: postgres, password: "${env:DB}"}
        webhook: {url: "%2$s/hook", secret: "${env:HOOK}", %3$s}
        kubernetes:
          url: "%2$s"
          token: "${env:KUBE}"
          namespaces: {demo.shop: shop}
          timeout: 3s
          deadline: 1s
          argo-cd: {url: "%2$s", token: "${env:ARGOCD}", %3$s}
        argo: {url: "%2$s/argo", token: "${env:ARGO}", namespace: repairs, templates: [heal], %3$s}
        github: {url: "%2$s/github", token: "${env:GITHUB}", repositories: [acme/ops], visible-within: 10ms, %3$s}
        lambda: {url: "%2$s", region: eu-central-1, access-key-id: "${env:AWS_ID}",
                 secret-access-key: "${env:AWS_KEY}", session-token: "${env:AWS_TOKEN}", functions: [heal], %3$s}
        google: {credentials: "${env:GOOGLE}", services: {heal: "%2$s/heal"}, %3$s}
        redis: {host: localhost, port: %4$d, password: "${env:REDIS}", patterns: ["cart:*"], timeout: 2s}
        ssh: {user: healer, private-key: "${env:SSH}", known-hosts: "%5$s", hosts: {box: "localhost:%6$d"},
              commands: {mark: "true"}, timeout: 5s}
        notify:
          pagerduty: {url: "%2$s/pager", routing-key: "${env:PAGER}", %3$s}
          alertmanager: {url: "%2$s/alerts", token: "${env:ALERT}", %3$s}
          slack: {webhook: "${env:SLACK}", %3$s}
          email: {host: localhost, port: %7$d, protection: tls, user: nightshift, password: "${env:MAIL}",
                  from: n@acme, to: [o@acme], timeout: 2s}
          contacts: {bot: {slack: {url: "%2$s/slack", token: "${env:SLACKBOT}", channel: C1, %3$s}}}
        control: {keys: {operator: "${env:CONTROL}"}}
        targets: [{system: demo.shop}]
        limits: {max-concurrent: 100, max-concurrent-per-system: 100, max-per-hour: 1000, max-per-target-and-hour: 100}
        actions:
        """
            .formatted(
                Postgres.url(),
                url,
                bounds,
                redisPort,
                folder.resolve("known_hosts"),
                ssh.getPort(),
                mail.getSmtps().getPort());
    StringBuilder actions = new StringBuilder();
    for (Deed deed : Deed.ALL) {
      actions.append(
          "  %s: {provider: %s, operation: %s, cool-down: 0ms, max-per-target-and-hour: 100, max-concurrent: 100, approval-above: critical}\n"
              .formatted(deed.name, deed.provider, deed.operation));
    }
    return ActuatorConfig.parse("test.yaml", yaml + actions, secrets::get);
  }

  /** One action of a provider. */
  private record Deed(
      String name, String provider, String operation, Map<String, String> parameters) {

    static final List<Deed> ALL =
        List.of(
            new Deed("CALL", "webhook", "CALL", Map.of()),
            new Deed("RESTART", "kubernetes", "rolling_restart", Map.of()),
            new Deed("SYNC", "kubernetes", "sync_application", Map.of()),
            new Deed("SUBMIT", "argo", "submit_workflow", Map.of("template", "heal")),
            new Deed(
                "DISPATCH",
                "github",
                "repository_dispatch",
                Map.of("repository", "acme/ops", "event", "heal")),
            new Deed("INVOKE", "lambda", "invoke", Map.of("function", "heal")),
            new Deed("SERVE", "google", "call_service", Map.of("service", "heal")),
            new Deed("CLEAR", "redis", "clear_cache", Map.of("pattern", "cart:*")),
            new Deed("RUN", "ssh", "run_command", Map.of("host", "box", "command", "mark")));
  }

  private void answers(ResponseDefinitionBuilder answer) {
    server.resetMappings();
    server.stubFor(any(anyUrl()).willReturn(answer));
  }

  private void allIsWell() {
    answers(okJson(ANSWER.formatted(identityToken())));
    server.stubFor(any(urlPathEqualTo("/hook")).willReturn(okJson("{\"status\":\"succeeded\"}")));
    server.stubFor(
        any(urlPathMatching("/api/v1/namespaces/shop/pods.*"))
            .willReturn(okJson("{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": []}")));
  }

  private static String identityToken() {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String claims = "{\"aud\":\"x\",\"iss\":\"y\",\"sub\":\"z\",\"iat\":1,\"exp\":4102444800}";
    return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  /** Everything once, until each has an outcome and each channel was tried. */
  private Map<String, ActionResult> everything(String phase) throws Exception {
    for (Deed deed : Deed.ALL) {
      ActionRequest request =
          Samples.request(phase + "-" + deed.name)
              .setAction(deed.name)
              .setTarget("demo.shop/orders")
              .setParameters(deed.parameters)
              .build();
      bus.send(bus.requests, bytes(ActionRequest.getEncoder().encode(request)));
    }
    Incident incident =
        Incidents.through("inc-" + phase, IncidentState.OPEN, IncidentState.ESCALATED);
    bus.send(bus.incidents, bytes(Incident.getEncoder().encode(incident)));
    Map<String, ActionResult> results = new LinkedHashMap<>();
    for (Deed deed : Deed.ALL) {
      String key = phase + "-" + deed.name;
      until(
          "a result of " + key,
          () -> bus.results.stream().anyMatch(result -> result.getKey().equals(key)));
      bus.results.stream()
          .filter(result -> result.getKey().equals(key))
          .forEach(result -> results.put(deed.name, result));
    }
    until(
        "every channel is tried",
        () ->
            Postgres.rows("notification WHERE incident = 'inc-" + phase + "' AND attempts > 0")
                == 4);
    return results;
  }

  @Test
  void noSecretIsLoggedKeptOrReported() throws Exception {
    try (LogCapture log = new LogCapture(LOGGERS)) {
      allIsWell();
      ActuatorConfig config = config();
      Clock clock = Clock.systemUTC();
      actuator =
          Actuator.start(
              config,
              new Actuator.Parts(
                  bus.source(bus.requests),
                  bus.source(bus.control),
                  Optional.of(bus.source(bus.incidents)),
                  Optional.empty(),
                  bus.sink(),
                  Actuator.providers(config, clock),
                  clock,
                  (step, key) -> {}));
      Map<String, ActionResult> well = everything("well");
      for (String deed : List.of("CALL", "SUBMIT", "INVOKE", "SERVE", "CLEAR", "RUN")) {
        assertThat(well.get(deed).getOutcome())
            .as(well.get(deed).toString())
            .isEqualTo(Outcome.SUCCEEDED);
      }
      assertTheReceiversWereTold(
          "KUBE", "ARGOCD", "ARGO", "GITHUB", "AWS_ID", "AWS_TOKEN", "PAGER", "ALERT", "SLACK");

      letIn = false;
      redis.stop();
      startRedis("another-password");
      answers(aResponse().withStatus(401).withBody("{\"message\": \"who are you?\"}"));
      everything("refused");

      answers(aResponse().withStatus(500).withBody("{\"message\": \"oh\"}"));
      everything("broken");

      server.stop();
      redis.stop();
      ssh.stop(true);
      everything("away");
      actuator.close();

      List<String> said = new ArrayList<>(log.lines());
      assertThat(said).as("loggers are heard at all").anyMatch(line -> line.contains("away-RUN"));
      said.addAll(Postgres.everything());
      assertThat(said)
          .anyMatch(line -> line.startsWith("ledger ") && line.contains("broken-SUBMIT"));
      bus.results.forEach(result -> said.add(result.toString()));
      bus.letters.forEach(letter -> said.add(letter.toString()));
      traces.forEach((name, trace) -> assertNowhere(name, trace, said));
    }
  }

  private void assertTheReceiversWereTold(String... names) {
    List<String> told = new ArrayList<>();
    server
        .findAll(anyRequestedFor(anyUrl()))
        .forEach(
            request ->
                told.add(request.getUrl() + request.getHeaders() + request.getBodyAsString()));
    for (String name : names) {
      assertThat(told)
          .as("the secret %s is really used", name)
          .anyMatch(request -> request.contains(traces.get(name)));
    }
  }

  private static void assertNowhere(String name, String secret, List<String> said) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (String form :
        List.of(
            secret,
            HexFormat.of().formatHex(bytes),
            Base64.getEncoder().encodeToString(bytes).replaceAll("=+$", ""))) {
      assertThat(said.stream().filter(line -> line.contains(form)).findFirst())
          .as("where the secret %s stands", name)
          .isEmpty();
    }
  }
}
