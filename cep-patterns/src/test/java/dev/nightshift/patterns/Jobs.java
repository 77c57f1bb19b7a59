package dev.nightshift.patterns;

import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Runs patterns over bounded events on an embedded cluster, without Kryo. */
final class Jobs {

  private Jobs() {}

  static List<PatternMatch> run(
      List<SystemEvent> events,
      Function<KeyedStream<SystemEvent, String>, DataStream<PatternMatch>> topology)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    List<SystemEvent> ordered = new ArrayList<>(events);
    ordered.sort(Comparator.comparingLong(SystemEvent::timeMillis));
    KeyedStream<SystemEvent, String> keyed =
        env.fromData(ordered, TypeInformation.of(SystemEvent.class))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<SystemEvent>forMonotonousTimestamps()
                    .withTimestampAssigner((event, before) -> event.timeMillis()))
            .keyBy(SystemEvent::system);
    List<PatternMatch> found = new ArrayList<>();
    try (CloseableIterator<PatternMatch> matches = topology.apply(keyed).executeAndCollect()) {
      matches.forEachRemaining(found::add);
    }
    found.sort(Comparator.comparing(PatternMatch::entity));
    return found;
  }
}
