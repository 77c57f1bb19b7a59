package dev.nightshift.local.demo;

import dev.nightshift.actuator.Actuator;
import dev.nightshift.actuator.ActuatorConfig;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.local.runtime.Await;
import dev.nightshift.local.runtime.FreePorts;
import dev.nightshift.local.shop.ShopKafkaSink;
import dev.nightshift.local.shop.ShopRunner;
import dev.nightshift.local.shop.api.InfrastructureApi;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.shop.fault.UnhealedBaseline;
import dev.nightshift.local.stack.ConnectionFile;
import dev.nightshift.local.stack.Home;
import dev.nightshift.local.stack.LocalStack;
import dev.nightshift.local.stack.StackLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * One demo from start to end: the whole of Nightshift on this machine against the simulated shop.
 * Between the two there is nothing but telemetry on Kafka one way and signed webhook calls the
 * other.
 */
final class DemoRun {

  private static final int SLOTS = 4;
  private static final int WEB_PORT = 8081;
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);
  private static final Duration RECOVERY = Duration.ofMinutes(4);
  private static final Set<IncidentState> ENDED =
      Set.of(
          IncidentState.RESOLVED,
          IncidentState.SELF_RECOVERED,
          IncidentState.CLOSED,
          IncidentState.ESCALATED,
          IncidentState.SUPPRESSED);

  private final DemoOptions options;
  private final DemoScreen screen;
  private final Map<String, Incident> incidents = new ConcurrentHashMap<>();

  DemoRun(DemoOptions options, DemoScreen screen) {
    this.options = options;
    this.screen = screen;
  }

  DemoSummary run() throws Exception {
    StackLayout layout = new StackLayout(options.directory().resolve("demo"));
    layout.clear();
    layout.copyModels(Home.models());
    // The night ends about now, so that no time stamp lies in the future.
    long start = Clock.systemUTC().millis() / 10_000 * 10_000 - options.duration().toMillis();
    FaultSchedule schedule = FaultSchedule.of(options.seed(), options.duration());
    ShopSimulation simulation = new ShopSimulation(options.seed(), start, schedule, screen);
    byte[] secret =
        Files.readString(layout.secret("webhook")).strip().getBytes(StandardCharsets.UTF_8);
    screen.line("@|faint Starting Kafka, PostgreSQL and Flink ...|@");
    int webPort = FreePorts.isFree(WEB_PORT) ? WEB_PORT : 0;
    try (InfrastructureApi api = InfrastructureApi.start(simulation, secret, Clock.systemUTC(), 0);
        LocalStack stack = LocalStack.start(layout, 0, 0, webPort, Home.flinkConf(), SLOTS)) {
      DemoFiles.write(layout, stack, Home.path(), api.url(), options);
      stack.alongside(
          ConnectionFile.write(
              options.directory().resolve("connection.properties"),
              stack,
              layout.secret("control-key")));
      JobFile job = JobFile.load(layout.jobFile());
      stack.createTopics(job);
      stack.alongside(Actuator.start(ActuatorConfig.read(layout.actuatorFile())));
      stack.submit(job);
      watch(stack, job);
      screen.line(
          "@|faint Flink: %s   Incidents: ./nightshift incidents   Stop everything: ./nightshift halt|@%n"
              .formatted(stack.webPage()));
      simulate(simulation, stack, layout);
    }
    return DemoSummary.of(
        simulation.truth(),
        incidents.values(),
        UnhealedBaseline.unhealedDurations(options.seed(), start, schedule).stream()
            .limit(simulation.truth().faults().size())
            .toList());
  }

  private void watch(LocalStack stack, JobFile job) {
    stack.alongside(
        Topic.follow(
            stack.bootstrapServers(),
            job.kafka().topics().incidents(),
            Incident.getDecoder(),
            incident -> {
              incidents.put(incident.getId(), incident);
              screen.incident(incident);
            }));
    stack.alongside(
        Topic.follow(
            stack.bootstrapServers(),
            job.kafka().topics().models(),
            ModelStatus.getDecoder(),
            screen::model));
  }

  private void simulate(ShopSimulation simulation, LocalStack stack, StackLayout layout)
      throws Exception {
    long end = simulation.world().now() + options.duration().toMillis();
    long retrainAt = end - options.duration().toMillis() / 2;
    try (ShopKafkaSink sink = new ShopKafkaSink(stack.bootstrapServers());
        Retraining retraining =
            new Retraining(layout, end - options.duration().toMillis(), screen)) {
      ShopRunner runner =
          new ShopRunner(
              simulation, options.seed(), sink, options.speed(), options.duration().plus(RECOVERY));
      Thread shop = new Thread(runner, "shop");
      shop.start();
      Await.until(
          "half of the night is over",
          wall(options.duration()),
          () -> now(simulation) >= retrainAt);
      if (options.train()) {
        retraining.start(incidents.values());
      }
      try {
        Await.until(
            "the night is over and all is well",
            wall(options.duration().plus(RECOVERY)),
            () -> (now(simulation) >= end && allIsWell(simulation)) || !shop.isAlive());
      } finally {
        runner.stop();
        shop.join();
      }
      retraining.await();
      awaitVerdicts();
    }
  }

  /** Simulated time in wall time, with plenty to spare for a busy machine. */
  private Duration wall(Duration simulated) {
    return Duration.ofMillis((long) (simulated.toMillis() / options.speed() * 3) + 120_000);
  }

  private static long now(ShopSimulation simulation) {
    synchronized (simulation) {
      return simulation.world().now();
    }
  }

  private boolean allIsWell(ShopSimulation simulation) {
    return simulation.truth().faults().stream().allMatch(fault -> fault.recovered())
        && incidents.values().stream().allMatch(incident -> ENDED.contains(incident.getState()));
  }

  /** The last snapshots come with the next checkpoints. */
  private void awaitVerdicts() throws IOException, InterruptedException {
    try {
      Await.until(
          "every incident has ended",
          SETTLE_LIMIT,
          () ->
              incidents.values().stream()
                  .allMatch(incident -> ENDED.contains(incident.getState())));
    } catch (TimeoutException e) {
      screen.line("@|yellow Some incidents are still open; the figures say which.|@");
    }
  }
}
