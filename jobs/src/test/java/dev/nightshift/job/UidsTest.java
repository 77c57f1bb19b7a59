package dev.nightshift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.job.config.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The uids of the whole job are those of {@code uids.txt}: whoever changes one makes existing
 * savepoints forget that operator's state, and has to say so there. Nothing is executed, and no
 * broker is asked.
 */
class UidsTest {

  @TempDir Path directory;

  private JobFile job(String models, String feedback, String forecasts, String diagnosis)
      throws IOException {
    Path here = Path.of("").toAbsolutePath();
    return JobFile.load(
        Files.writeString(
            directory.resolve("job.yaml"),
            """
            name: nowhere
            kafka: {bootstrap_servers: "localhost:1"}
            sources:
              - {topic: otlp_metrics, format: otlp_metrics}
              - {topic: otlp_logs, format: otlp_logs}
              - {topic: otlp_spans, format: otlp_spans}
            patterns: [%s]
            policies: %s
            %s
            %s
            %s
            %s
            """
                .formatted(
                    here.resolve("../cep-patterns/patterns"),
                    here.resolve("policies/shop.yaml"),
                    models,
                    feedback,
                    forecasts,
                    diagnosis)));
  }

  private JobFile complete() throws IOException {
    return job(
        "models: {store: models}",
        "feedback: {directory: feedback}",
        "forecasts: [{name: memory, feature: memory, limit: 2e9, horizon: 4h}]",
        "diagnosis: {evidence: true}");
  }

  private static Set<String> uids(JobFile job) throws IOException {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    NightshiftJob.build(env, job);
    return env.getStreamGraph().getStreamNodes().stream()
        .map(StreamNode::getTransformationUID)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theGraphHasTheCommittedUids() throws IOException {
    List<String> committed = Files.readAllLines(Path.of("src/test/resources/uids.txt"));

    assertThat(uids(complete())).containsExactlyElementsOf(committed);
  }

  @Test
  void aJobWithoutModelsFeedbackForecastsAndEvidenceIsTheSameWithoutTheirs() throws IOException {
    List<String> committed = Files.readAllLines(Path.of("src/test/resources/uids.txt"));

    assertThat(uids(job("", "", "", "")))
        .containsExactlyElementsOf(
            committed.stream()
                .filter(uid -> !uid.contains("sample-files") && !uid.contains("label-files"))
                .filter(uid -> !uid.equals(Uids.FORECAST))
                .filter(uid -> !uid.startsWith("evidence"))
                .toList());
  }

  @Test
  void everyOperatorHasAUid() throws IOException {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    NightshiftJob.build(env, complete());

    assertThat(env.getStreamGraph().getStreamNodes())
        .allSatisfy(
            node -> assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotNull());
  }
}
