package dev.nightshift.local.demo;

import dev.nightshift.actuator.Actuator;
import dev.nightshift.actuator.ActuatorConfig;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.local.runtime.Await;
import dev.nightshift.local.runtime.FreePorts;
import dev.nightshift.local.shop.ShopKafkaSink;
import dev.nightshift.local.shop.ShopRunner;
import dev.nightshift.local.shop.api.InfrastructureApi;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.stack.ConnectionFile;
import dev.nightshift.local.stack.Home;
import dev.nightshift.local.stack.LocalStack;
import dev.nightshift.local.stack.StackLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One demo from start to end: the whole of Nightshift on this machine against one or more simulated
 * shops. Between them there is nothing but telemetry on Kafka one way and signed webhook calls the
 * other.
 */
final class DemoRun {

  private static final int SLOTS = 4;
  private static final int WEB_PORT = 8081;

  /**
   * Shops of one job run so close together: what one sends later than the job's allowance for
   * disorder after the others is late.
   */
  private static final long TOGETHER_MILLIS = 2_000;

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);
  private static final Duration RECOVERY = Duration.ofMinutes(4);

  private final DemoOptions options;
  private final Map<String, Night> nights;
  private final DemoView view;

  /**
   * @param nights each of another shop
   */
  DemoRun(DemoOptions options, List<Night> nights, DemoView view) {
    this.options = options;
    this.nights =
        nights.stream()
            .collect(
                Collectors.toMap(
                    night -> night.simulation().system(),
                    Function.identity(),
                    (a, b) -> a,
                    TreeMap::new));
    this.view = view;
  }

  /** Runs until all nights are over and all is well, or their time is up. */
  void run() throws Exception {
    StackLayout layout = new StackLayout(options.directory().resolve("demo"));
    layout.clear();
    layout.copyModels(Home.models());
    byte[] secret =
        Files.readString(layout.secret("webhook")).strip().getBytes(StandardCharsets.UTF_8);
    view.line("@|faint Starting Kafka, PostgreSQL and Flink ...|@");
    int webPort = FreePorts.isFree(WEB_PORT) ? WEB_PORT : 0;
    List<ShopSimulation> shops = nights.values().stream().map(Night::simulation).toList();
    try (InfrastructureApi api = InfrastructureApi.start(shops, secret, Clock.systemUTC(), 0);
        LocalStack stack = LocalStack.start(layout, 0, 0, webPort, Home.flinkConf(), SLOTS)) {
      new DemoFiles(layout, stack, Home.path(), options).write(nights.keySet(), api.url());
      JobFile job = JobFile.load(layout.jobFile());
      stack.alongside(
          ConnectionFile.write(
              options.directory().resolve("connection.properties"),
              stack,
              job.control().installation(),
              layout.secret("control-key")));
      stack.createTopics(job);
      stack.alongside(Actuator.start(ActuatorConfig.read(layout.actuatorFile())));
      stack.submit(job);
      watch(stack, job);
      view.line(
          "@|faint Flink: %s   Incidents: ./nightshift incidents   Stop everything: ./nightshift halt|@%n"
              .formatted(stack.webPage()));
      simulate(stack, layout, job.name());
    }
  }

  private void watch(LocalStack stack, JobFile job) {
    stack.alongside(
        Topic.follow(
            stack.bootstrapServers(),
            job.kafka().topics().incidents(),
            Incident.getDecoder(),
            incident -> {
              nights.get(incident.getSystem()).tell(incident);
              view.incident(incident);
            }));
    stack.alongside(
        Topic.follow(
            stack.bootstrapServers(),
            job.kafka().topics().models(),
            ModelStatus.getDecoder(),
            view::model));
  }

  private void simulate(LocalStack stack, StackLayout layout, String group) throws Exception {
    List<ShopRunner> runners = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    Night first = nights.values().iterator().next();
    try (ShopKafkaSink sink = new ShopKafkaSink(stack.bootstrapServers());
        JobPace pace =
            JobPace.follow(stack.bootstrapServers(), group, sink, () -> slowest(runners));
        Retraining retraining = new Retraining(layout, first.start(), view)) {
      for (Night night : nights.values()) {
        ShopRunner runner =
            new ShopRunner(
                night.simulation(),
                night.seed(),
                sink,
                options.speed(),
                night.duration().plus(RECOVERY),
                () -> Math.min(pace.allowedMillis(), slowest(runners) + TOGETHER_MILLIS));
        runners.add(runner);
        threads.add(new Thread(runner, night.simulation().system()));
      }
      threads.forEach(Thread::start);
      try {
        if (options.train()) {
          Await.until(
              "half of the night is over",
              wall(first.duration()),
              () -> first.elapsed() >= first.duration().toMillis() / 2);
          retraining.start(first.incidents());
        }
        Await.until(
            "the night is over and all is well",
            wall(longest().plus(RECOVERY)),
            () -> {
              view.progress(nights.values());
              return nights.values().stream().allMatch(Night::isOver)
                  || threads.stream().noneMatch(Thread::isAlive);
            });
      } finally {
        runners.forEach(ShopRunner::stop);
        for (Thread thread : threads) {
          thread.join();
        }
      }
      retraining.await();
      awaitVerdicts();
    }
  }

  private static long slowest(List<ShopRunner> runners) {
    return runners.stream().mapToLong(ShopRunner::sentMillis).min().orElse(0);
  }

  private Duration longest() {
    return nights.values().stream().map(Night::duration).max(Duration::compareTo).orElseThrow();
  }

  /** Simulated time in wall time, with plenty to spare: a busy machine makes the night longer. */
  private Duration wall(Duration simulated) {
    return Duration.ofMillis((long) (simulated.toMillis() / options.speed() * 10) + 120_000);
  }

  /** The last snapshots come with the next checkpoints. */
  private void awaitVerdicts() throws IOException, InterruptedException {
    try {
      Await.until(
          "every incident has ended",
          SETTLE_LIMIT,
          () -> nights.values().stream().allMatch(night -> night.openIncidents() == 0));
    } catch (TimeoutException e) {
      view.line("@|yellow Some incidents are still open; the figures say which.|@");
    }
  }
}
