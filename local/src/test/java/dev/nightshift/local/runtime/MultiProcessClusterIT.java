package dev.nightshift.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class MultiProcessClusterIT {

  private static final long COUNT = 2_000;

  @TempDir Path directory;

  @Test
  void aKilledTaskManagerCostsTimeAndNothingElse() throws Exception {
    Path output = directory.resolve("numbers");
    Map<String, String> settings =
        Map.of(
            "taskmanager.numberOfTaskSlots",
            "1",
            "execution.checkpointing.interval",
            "500ms",
            "execution.checkpointing.min-pause",
            "0ms");
    try (MultiProcessCluster cluster =
        MultiProcessCluster.start(Path.of(".."), directory.resolve("cluster"), 2, settings)) {
      Path jar = TinyJob.jar(directory);
      String job =
          cluster.submit(
              jar, TinyJob.class.getName(), List.of(output.toString(), Long.toString(COUNT), "10"));
      Await.until(
          "numbers in files",
          Duration.ofMinutes(3),
          () -> Files.isDirectory(output) && !TinyJob.written(output).isEmpty());
      assertThat(cluster.status(job)).isEqualTo("RUNNING");

      cluster.killTaskManager(1);
      int number = cluster.startTaskManager();
      assertThat(number).isEqualTo(3);

      Await.until(
          "the end of the job",
          Duration.ofMinutes(3),
          () -> cluster.status(job).equals("FINISHED"));
      assertThat(
              cluster
                  .rest()
                  .get("/jobs/" + job + "/exceptions")
                  .path("exceptionHistory")
                  .path("entries"))
          .isNotEmpty();
      assertThat(TinyJob.written(output))
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, COUNT).boxed().toList());
      assertThatThrownBy(() -> cluster.killTaskManager(1)).hasMessageContaining("not running");
      assertThatThrownBy(() -> cluster.submit(jar, "no.such.Job", List.of()))
          .hasMessageContaining("no.such.Job");
    }
    assertThat(directory.resolve("cluster/pids")).doesNotExist();
  }

  @Test
  void aSettingThatFlinkRefusesIsReportedByName() {
    assertThatThrownBy(
            () ->
                MultiProcessCluster.start(
                    Path.of(".."),
                    directory.resolve("cluster"),
                    1,
                    Map.of("taskmanager.memory.process.size", "plenty")))
        .hasMessageContaining("taskmanager.memory.process.size");
  }
}
