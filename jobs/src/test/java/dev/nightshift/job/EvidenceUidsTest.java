package dev.nightshift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.job.operator.Examples;
import dev.nightshift.telemetry.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** The uids of the evidence operators are those of a list, as the whole job's in UidsTest. */
class EvidenceUidsTest {

  @Test
  void theUidsAreThoseOfTheList() throws IOException {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    EvidenceTopology.explain(
            env.fromData(TypeInformation.of(Signal.class), Examples.point("cpu", 0, 1)),
            env.fromData(
                TypeInformation.of(Observation.class),
                Observation.symptom("demo.shop", "", "", 0, 1, 1)),
            true)
        .print();

    TreeSet<String> uids =
        env.getStreamGraph().getStreamNodes().stream()
            .map(StreamNode::getTransformationUID)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(uids)
        .containsExactlyElementsOf(
            Files.readAllLines(Path.of("src/test/resources/evidence-uids.txt")));
  }
}
