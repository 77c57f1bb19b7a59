package dev.nightshift.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import dev.nightshift.local.runtime.Await;
import dev.nightshift.local.runtime.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nightshift run} as its user meets it: a process that comes up, works, and goes away. */
@Tag("slow")
class RunCommandIT {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Duration UP = Duration.ofMinutes(3);
  private static final Duration DOWN = Duration.ofMinutes(1);
  private static final List<String> OPENS =
      List.of("lang", "net", "io", "nio", "time", "util", "util.concurrent");

  @TempDir Path directory;

  @Test
  void comesUpTakesTelemetryAnswersAndEndsWithNothingLeft() throws Exception {
    int kafkaPort = FreePorts.any();
    Path output = directory.resolve("run.out");
    Process run =
        start(output, "run", jobFile(kafkaPort).toString(), "--web-port", "" + FreePorts.any());
    Optional<ProcessHandle> database = Optional.empty();
    try {
      Await.until(
          "nightshift run is up",
          UP,
          () -> {
            assertThat(run.isAlive()).describedAs(Files.readString(output)).isTrue();
            return Files.readString(output).contains("runs. Kafka: localhost:" + kafkaPort);
          });
      // The server is nobody's child: it is known by the file that it writes.
      Path postmaster = directory.resolve(".nightshift/run/database/data/postmaster.pid");
      database = ProcessHandle.of(Long.parseLong(Files.readAllLines(postmaster).get(0).strip()));
      assertThat(database).isPresent();

      Path recording = directory.resolve("machine");
      Files.createDirectories(recording);
      Files.writeString(recording.resolve("test.csv"), "load,users\n0.1,3\n0.2,4\n0.3,5\n");
      JsonNode replayed =
          answer(
              "replay",
              recording.toString(),
              "--bootstrap-servers",
              "localhost:" + kafkaPort,
              "--json");
      assertThat(replayed.path("rows").asInt()).isEqualTo(3);
      assertThat(answer("incidents", "--json")).isEmpty();

      run.destroy();
      assertThat(run.waitFor(DOWN.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).isIn(0, 143);
      ProcessHandle server = database.orElseThrow();
      Await.until("no server is left", DOWN, () -> !server.isAlive());
      assertThat(FreePorts.isFree(kafkaPort)).isTrue();
      assertThat(directory.resolve(".nightshift/connection.properties")).doesNotExist();
      assertThat(Files.readString(output)).doesNotContain("Exception");
    } finally {
      run.destroyForcibly();
      database.ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private JsonNode answer(String... arguments) throws IOException, InterruptedException {
    Path output = directory.resolve(arguments[0] + ".out");
    Process process = start(output, arguments);
    assertThat(process.waitFor(UP.toSeconds(), TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output);
    assertThat(process.exitValue()).describedAs(said).isZero();
    List<String> lines = said.lines().toList();
    return new ObjectMapper()
        .readTree(arguments[0].equals("replay") ? lines.get(lines.size() - 1) : said);
  }

  private Process start(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    OPENS.forEach(name -> command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED"));
    command.add("--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED");
    command.add("-Dnightshift.home=" + REPOSITORY);
    command.add("-Dnightshift.log.dir=" + directory);
    command.add("-Dlog4j2.configurationFile=nightshift-log4j2.properties");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(NightshiftCommand.class.getName());
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private Path jobFile(int kafkaPort) throws IOException {
    Path file = directory.resolve("small.yaml");
    Files.writeString(
        file,
        """
        name: small
        kafka:
          bootstrap_servers: localhost:%d
        sources:
          - {topic: otlp_metrics, format: otlp_metrics}
          - {topic: otlp_logs, format: otlp_logs}
          - {topic: otlp_spans, format: otlp_spans}
        patterns: ["%s"]
        policies: "%s"
        checkpoints: {interval: 1s}
        parallelism: 1
        """
            .formatted(
                kafkaPort,
                REPOSITORY.resolve("cep-patterns/patterns"),
                REPOSITORY.resolve("jobs/policies/default.yaml")));
    return file;
  }
}
