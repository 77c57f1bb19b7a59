package dev.nightshift.job.projection;

import dev.nightshift.contract.DeadLetter;
import dev.nightshift.job.config.KafkaSettings.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Runs the projection over bounded topics into a real database, on an embedded cluster. */
final class Projected {

  private final Map<String, List<byte[]>> topics = new HashMap<>();

  Projected with(String topic, byte[]... records) {
    topics.computeIfAbsent(topic, name -> new ArrayList<>()).addAll(List.of(records));
    return this;
  }

  /** Projects everything, and returns the dead letters. */
  List<DeadLetter> into(TestDatabase database) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    ProjectionJob.configure(env);
    env.setParallelism(1);
    ProjectionTopology.Outputs rows = ProjectionTopology.build(inputs(env), Topics.defaults());
    new DatabaseTables(database.settings()).write(rows);
    List<DeadLetter> letters = new ArrayList<>();
    try (CloseableIterator<DeadLetter> dead =
        rows.deadLetters()
            .map(letter -> letter)
            .returns(DeadLetter.class)
            .uid("collected")
            .executeAndCollect()) {
      dead.forEachRemaining(letters::add);
    }
    return letters;
  }

  ProjectionTopology.Inputs inputs(StreamExecutionEnvironment env) {
    return new ProjectionTopology.Inputs(
        source(env, Uids.INCIDENTS),
        source(env, Uids.ANOMALIES),
        source(env, Uids.REQUESTS),
        source(env, Uids.RESULTS),
        source(env, Uids.FEEDBACK),
        source(env, Uids.MODELS),
        source(env, Uids.AUTOMATION));
  }

  private DataStream<byte[]> source(StreamExecutionEnvironment env, String topic) {
    List<byte[]> records = new ArrayList<>(topics.getOrDefault(topic, List.of()));
    // A bounded source may not be empty.
    records.add(new byte[0]);
    return env.fromData(records, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
        .uid("test-source-" + topic)
        .filter(bytes -> bytes.length > 0)
        .uid("test-filter-" + topic);
  }
}
