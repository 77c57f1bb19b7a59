package dev.nightshift.job.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.job.config.KafkaSettings;
import dev.nightshift.job.config.KafkaSettings.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/**
 * A uid that changes loses its operator's state, and a lost source offset reads its topic from the
 * beginning. Whoever means it changes the list too.
 */
class ProjectionUidsTest {

  @Test
  void theUidsAreThoseOfTheList() throws IOException {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    // Other topic names than the defaults, which uids must not depend on.
    Topics topics = Topics.withPrefix("night.");
    ProjectionJob.build(
        env,
        ProjectionSettings.of(
            new KafkaSettings("unused:9092", Map.of(), topics),
            "jdbc:postgresql://unused/db",
            "ada",
            "secret"));

    TreeSet<String> uids = new TreeSet<>();
    for (StreamNode node : env.getStreamGraph().getStreamNodes()) {
      assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotNull();
      uids.add(node.getTransformationUID());
    }

    assertThat(uids).containsExactlyElementsOf(committed());
  }

  private static List<String> committed() throws IOException {
    try (InputStream list = ProjectionUidsTest.class.getResourceAsStream("projection-uids.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
