package dev.nightshift.patterns;

import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;

/** Runs the job's own operator over bounded events, on a cluster inside this process. */
public final class PatternTrial {

  private PatternTrial() {}

  /**
   * What the patterns find, by time, system, pattern and entity.
   *
   * @throws Exception whatever the job failed with
   */
  public static List<PatternMatch> run(PatternLibrary library, List<SystemEvent> events)
      throws Exception {
    if (events.isEmpty()) {
      return List.of();
    }
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    List<SystemEvent> ordered = new ArrayList<>(events);
    ordered.sort(Comparator.comparingLong(SystemEvent::timeMillis));
    DataStream<PatternMatch> matches =
        env.fromData(ordered, TypeInformation.of(SystemEvent.class))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<SystemEvent>forMonotonousTimestamps()
                    .withTimestampAssigner((event, before) -> event.timeMillis()))
            .keyBy(SystemEvent::system)
            .connect(
                env.fromData(1)
                    .flatMap((Integer one, Collector<PatternSet> out) -> {})
                    .returns(TypeInformation.of(PatternSet.class))
                    .broadcast(PatternFunction.IN_FORCE))
            .process(new PatternFunction(library));
    List<PatternMatch> found = new ArrayList<>();
    try (CloseableIterator<PatternMatch> all = matches.executeAndCollect()) {
      all.forEachRemaining(found::add);
    }
    found.sort(
        Comparator.comparingLong(PatternMatch::timeMillis)
            .thenComparing(PatternMatch::system)
            .thenComparing(PatternMatch::pattern)
            .thenComparing(PatternMatch::entity));
    return found;
  }
}
