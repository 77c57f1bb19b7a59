package dev.nightshift.local.demo;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.local.NightshiftCommand;
import dev.nightshift.local.stack.StackLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs {@code nightshift train --from-feedback} on what the job has learned so far, in a process of
 * its own as in a real installation: training code has no place in the process that decides. What
 * it publishes, the running job picks up by itself.
 */
final class Retraining implements AutoCloseable {

  private final StackLayout layout;
  private final long firstStep;
  private final DemoView screen;
  private Process process;
  private String entity;

  /**
   * @param firstStep when the night began, milliseconds since the epoch
   */
  Retraining(StackLayout layout, long firstStep, DemoView screen) {
    this.layout = layout;
    this.firstStep = firstStep;
    this.screen = screen;
  }

  /** Starts the trainer for the entity with the most confirmed incidents, if there is one. */
  void start(Collection<Incident> incidents) throws IOException {
    entity =
        incidents.stream()
            .filter(incident -> incident.getState() == IncidentState.RESOLVED)
            .filter(incident -> !incident.getRootCause().isEmpty())
            .collect(Collectors.groupingBy(Incident::getRootCause, Collectors.counting()))
            .entrySet()
            .stream()
            .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .orElse(null);
    if (entity == null) {
      screen.line("@|faint Nothing was confirmed yet, so there is nothing to learn from.|@");
      return;
    }
    screen.line(
        "          @|bold,cyan ★ learning|@  retraining the model of %s from feedback"
            .formatted(entity));
    Yesterday.write(layout.feedback(), entity, firstStep);
    process =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Dai.djl.pytorch.graph_optimizer=false", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(NightshiftCommand.class.getName());
    command.addAll(
        List.of(
            "train",
            "--from-feedback",
            layout.feedback().toString(),
            "--store",
            layout.store().toString(),
            "--entity",
            entity,
            "--per-entity",
            // Here to show the swap; without it only what is better is published.
            "--force",
            "--json"));
    return command;
  }

  private Path log() {
    return layout.root().resolve("train.log");
  }

  /** Waits for the trainer and tells what it found. */
  void await() throws InterruptedException, IOException {
    if (process == null) {
      return;
    }
    int code = process.waitFor();
    try (Stream<String> lines = Files.lines(log())) {
      String last = lines.reduce("", (earlier, later) -> later);
      screen.line(
          "          @|bold,cyan ★ trainer|@   %s"
              .formatted(code == 0 ? "done: " + last : "failed, see " + log()));
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
