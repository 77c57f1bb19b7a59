package dev.nightshift.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LocalClusterIT {

  @TempDir Path directory;

  @Test
  void runsAJobWithTheClustersOwnConfigurationAndAnswersRest() throws Exception {
    Path state = directory.resolve("state");
    Path output = directory.resolve("numbers");
    try (LocalCluster cluster =
        LocalCluster.start(LocalCluster.configuration(Path.of("..", "flink-conf"), state), 0, 2)) {
      StreamExecutionEnvironment env = cluster.environment();
      assertThat(env.getCheckpointInterval()).isEqualTo(5000);
      TinyJob.define(env, output, 50, 1);
      JobClient job = env.executeAsync("numbers");
      job.getJobExecutionResult().get(180, TimeUnit.SECONDS);

      FlinkRest rest = new FlinkRest(cluster.address());
      assertThat(rest.get("/jobs/" + job.getJobID()).path("state").asText()).isEqualTo("FINISHED");
      assertThat(rest.get("/overview").path("slots-total").asInt()).isEqualTo(2);
      HttpResponse<String> page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(cluster.address()).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(page.body()).contains("Apache Flink Web Dashboard");
    }
    assertThat(TinyJob.written(output))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 50).boxed().toList());
  }
}
