package dev.nightshift.patterns;

import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.util.Collector;

/**
 * Looks for all patterns of a library in the events of each system.
 *
 * <p>One operator a pattern, uid and name {@code pattern-<name>}, in event time: matches come when
 * the watermark passes, in the order of the events' times.
 */
public final class PatternMatcher {

  private PatternMatcher() {}

  /** Matches of all patterns; none for an empty library. */
  public static DataStream<PatternMatch> matches(
      KeyedStream<SystemEvent, String> events, PatternLibrary library) {
    DataStream<PatternMatch> all = null;
    for (PatternDefinition definition : library.patterns()) {
      String uid = "pattern-" + definition.name();
      DataStream<PatternMatch> found =
          CEP.pattern(events, PatternCompiler.compile(definition))
              .inEventTime()
              .process(new ToMatch(definition), TypeInformation.of(PatternMatch.class))
              .uid(uid)
              .name(uid);
      all = all == null ? found : all.union(found);
    }
    return all != null
        ? all
        : events
            .flatMap(new NoMatch())
            .returns(PatternMatch.class)
            .uid("pattern-none")
            .name("pattern-none");
  }

  /** Says what a match means. */
  static final class ToMatch extends PatternProcessFunction<SystemEvent, PatternMatch> {

    private static final long serialVersionUID = 1L;

    // A record's class need not be initialized when its first event is read from the network.

    private final PatternDefinition definition;

    ToMatch(PatternDefinition definition) {
      this.definition = definition;
    }

    @Override
    public void processMatch(
        Map<String, List<SystemEvent>> match, Context context, Collector<PatternMatch> out) {
      List<SystemEvent> events = new ArrayList<>();
      definition.stages().forEach(s -> events.addAll(match.getOrDefault(s.name(), List.of())));
      events.sort(Comparator.comparingLong(SystemEvent::timeMillis));
      List<SystemEvent> blamed = match.get(definition.conclusion().stage());
      SystemEvent last = blamed.get(blamed.size() - 1);
      List<String> ids = new ArrayList<>();
      for (SystemEvent event : events) {
        String id = event.anomaly() != null ? event.anomaly().getId() : event.change().id();
        if (!ids.contains(id)) {
          ids.add(id);
        }
      }
      out.collect(
          new PatternMatch(
              last.system(),
              definition.name(),
              last.entity(),
              definition.conclusion().faultType(),
              definition.conclusion().weight(),
              events.get(events.size() - 1).timeMillis(),
              ids,
              definition.conclusion().text()));
    }
  }

  private static final class NoMatch implements FlatMapFunction<SystemEvent, PatternMatch> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(SystemEvent event, Collector<PatternMatch> out) {
      // An empty library finds nothing.
    }
  }
}
