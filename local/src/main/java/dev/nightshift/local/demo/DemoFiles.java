package dev.nightshift.local.demo;

import dev.nightshift.local.stack.LocalStack;
import dev.nightshift.local.stack.StackLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the job file and the actuator's configuration of a demo: real files, to look at and to
 * start from.
 */
final class DemoFiles {

  private static final int ACTIONS_PER_HOUR = 30;
  private static final int ACTIONS_PER_TARGET_AND_HOUR = 6;
  private static final long COOL_DOWN_MILLIS = 180_000;

  private DemoFiles() {}

  static void write(StackLayout layout, LocalStack stack, Path home, URI shop, DemoOptions options)
      throws IOException {
    Files.writeString(layout.jobFile(), job(layout, stack, home, options.seed(), options.heal()));
    Files.writeString(layout.actuatorFile(), actuator(layout, stack, shop, options.speed()));
  }

  private static String job(
      StackLayout layout, LocalStack stack, Path home, long seed, boolean heal) throws IOException {
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
            home.resolve(heal ? "jobs/policies/shop.yaml" : "jobs/policies/default.yaml"),
            seed,
            layout.secret("control-key"),
            layout.feedback().toUri(),
            seed);
  }

  private static String actuator(StackLayout layout, LocalStack stack, URI shop, double speed)
      throws IOException {
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
      keys:
        local: ${file:%s}
    # Wall-clock limits, for a shop whose time runs %s times as fast.
    limits: {max-concurrent: 4, max-concurrent-per-system: 2, max-per-hour: %d, max-per-target-and-hour: %d}
    targets:
      - {system: demo.shop, service: "*"}
    actions:
      restart: {idempotent: true, cool-down: %11$dms, approval-above: high}
      scale_out: {cool-down: %11$dms, approval-above: high}
      roll_back: {cool-down: %11$dms, approval-above: high}
      failover: {cool-down: %11$dms, approval-above: high}
      clear_cache: {idempotent: true, cool-down: %11$dms, approval-above: high}
      replace_instance: {idempotent: true, cool-down: %11$dms, approval-above: high}
    """
        .formatted(
            stack.bootstrapServers(),
            stack.database().jdbcUrl(),
            stack.database().user(),
            layout.secret("database-password"),
            shop,
            layout.secret("webhook"),
            layout.secret("control-key"),
            speed,
            Math.round(ACTIONS_PER_HOUR * speed),
            Math.round(ACTIONS_PER_TARGET_AND_HOUR * speed),
            Math.round(COOL_DOWN_MILLIS / speed));
  }
}
