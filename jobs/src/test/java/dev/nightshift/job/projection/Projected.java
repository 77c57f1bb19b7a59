package dev.nightshift.job.projection;

import dev.nightshift.contract.DeadLetter;
import dev.nightshift.job.config.KafkaSettings.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Runs the projection over bounded topics into a real database, on an embedded cluster. */
final class Projected {

  /** A bounded job ends with its next checkpoint. */
  static final long CHECKPOINT_MILLIS = 200;

  /** The cluster lives in this process. */
  private static final Queue<DeadLetter> LETTERS = new ConcurrentLinkedQueue<>();

  private final Map<String, List<byte[]>> topics = new HashMap<>();

  Projected with(String topic, byte[]... records) {
    topics.computeIfAbsent(topic, name -> new ArrayList<>()).addAll(List.of(records));
    return this;
  }

  /** Projects everything, and returns the dead letters. */
  List<DeadLetter> into(TestDatabase database) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    ProjectionJob.configure(env);
    env.enableCheckpointing(CHECKPOINT_MILLIS);
    env.setParallelism(1);
    ProjectionTopology.Outputs rows = ProjectionTopology.build(inputs(env), Topics.defaults());
    new DatabaseTables(database.settings()).write(rows);
    LETTERS.clear();
    rows.deadLetters()
        .map(
            letter -> {
              LETTERS.add(letter);
              return letter;
            })
        .returns(DeadLetter.class)
        .uid("collect")
        .sinkTo(new DiscardingSink<>())
        .uid("collected");
    env.execute("projected");
    return List.copyOf(LETTERS);
  }

  ProjectionTopology.Inputs inputs(StreamExecutionEnvironment env) {
    return new ProjectionTopology.Inputs(
        source(env, Uids.INCIDENTS),
        source(env, Uids.ANOMALIES),
        source(env, Uids.REQUESTS),
        source(env, Uids.RESULTS),
        source(env, Uids.FEEDBACK),
        source(env, Uids.MODELS),
        source(env, Uids.AUTOMATION),
        source(env, Uids.NOTIFICATIONS),
        source(env, Uids.POLICIES));
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
