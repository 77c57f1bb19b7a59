package dev.nightshift.local.demo;

import dev.nightshift.local.stack.LocalStack;
import dev.nightshift.local.stack.StackLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Writes the job file and the actuator's configuration of a demo: real files, to look at and to
 * start from.
 */
final class DemoFiles {

  private static final int CONCURRENT = 4;
  private static final int ACTIONS_PER_HOUR = 30;
  private static final int ACTIONS_PER_TARGET_AND_HOUR = 6;
  private static final long COOL_DOWN_MILLIS = 180_000;

  private final StackLayout layout;
  private final LocalStack stack;
  private final Path home;
  private final DemoOptions options;

  DemoFiles(StackLayout layout, LocalStack stack, Path home, DemoOptions options) {
    this.layout = layout;
    this.stack = stack;
    this.home = home;
    this.options = options;
  }

  /**
   * @param systems of the shops
   * @param shops where their infrastructure takes orders
   */
  void write(Collection<String> systems, URI shops) throws IOException {
    Path policy = options.heal() ? policyFor(systems) : home.resolve("jobs/policies/default.yaml");
    Files.writeString(layout.jobFile(), job(policy));
    Files.writeString(layout.actuatorFile(), actuator(shops));
  }

  /** The shop's policy; where there are several shops, a copy that says the same of each. */
  private Path policyFor(Collection<String> systems) throws IOException {
    Path shipped = home.resolve("jobs/policies/shop.yaml");
    if (systems.size() == 1) {
      return shipped;
    }
    Path file = layout.root().resolve("policy.yaml");
    Files.writeString(file, ShopPolicy.of(shipped, systems));
    return file;
  }

  private String job(Path policy) throws IOException {
    return """
    # Written by nightshift demo.
    name: nightshift-demo
    kafka:
      bootstrap_servers: %s
    sources:
      - {topic: otlp_metrics, format: otlp_metrics}
      - {topic: otlp_logs, format: otlp_logs}
      - {topic: otlp_spans, format: otlp_spans}
    event_time: {step: 10s, out_of_orderness: 6s, idleness: 5s}
    models: {store: "%s", poll: 1s, promotion: immediate}
    detection: {min_steps: 2, quiet_steps: 3}
    diagnosis: {settle: 20s}
    patterns: ["%s"]
    policies: "%s"
    incidents: {seed: %d}
    installation: demo
    control_keys:
      - {id: local, secret: "${file:%s}", role: admin}
    feedback: {directory: "%s"}
    checkpoints: {interval: 500ms}
    parallelism: 2
    seed: %d
    """
        .formatted(
            stack.bootstrapServers(),
            layout.store().toUri(),
            home.resolve("cep-patterns/patterns"),
            policy,
            options.seed(),
            layout.secret("control-key"),
            layout.feedback().toUri(),
            options.seed());
  }

  private String actuator(URI shop) throws IOException {
    return """
    # Written by nightshift demo: the limits are the actuator's own, beside the job's policies.
    mode: auto
    kafka: {bootstrap: "%s"}
    database:
      url: "%s"
      user: %s
      password: ${file:%s}
    webhook:
      url: "%s"
      secret: ${file:%s}
      deduplicates: true
    control:
      installation: demo
      keys:
        local: ${file:%s}
    # Wall-clock limits, for a shop whose time runs %s times as fast.
    limits: {max-concurrent: %d, max-concurrent-per-system: 2, max-per-hour: %d, max-per-target-and-hour: %d}
    targets:
      - {system: "demo.shop*", service: "*"}
    actions:
      restart: {idempotent: true, cool-down: %12$dms, approval-above: high, max-concurrent: %13$d}
      scale_out: {cool-down: %12$dms, approval-above: high, max-concurrent: %13$d}
      roll_back: {cool-down: %12$dms, approval-above: high, max-concurrent: %13$d}
      failover: {cool-down: %12$dms, approval-above: high, max-concurrent: %13$d}
      clear_cache: {idempotent: true, cool-down: %12$dms, approval-above: high, max-concurrent: %13$d}
      replace_instance: {idempotent: true, cool-down: %12$dms, approval-above: high, max-concurrent: %13$d}
    """
        .formatted(
            stack.bootstrapServers(),
            stack.database().jdbcUrl(),
            stack.database().user(),
            layout.secret("database-password"),
            shop,
            layout.secret("webhook"),
            layout.secret("control-key"),
            options.speed(),
            CONCURRENT * options.nights(),
            Math.round(ACTIONS_PER_HOUR * options.speed() * options.nights()),
            Math.round(ACTIONS_PER_TARGET_AND_HOUR * options.speed()),
            Math.round(COOL_DOWN_MILLIS / options.speed()),
            CONCURRENT * options.nights());
  }
}
