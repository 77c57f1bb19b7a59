package dev.nightshift.patterns;

import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.NFAStateSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for all patterns in the events of each system, in event time: matches come when the
 * watermark passes, in the order of the events' times.
 *
 * <p>The patterns are those that it was made with, until it is told of others while it runs. A
 * pattern that looks for something else than before begins anew; the partial matches of all others
 * stay. What is left of a pattern that is gone goes when its system's time goes on, at the latest
 * when it would have been given up.
 */
public final class PatternFunction
    extends KeyedBroadcastProcessFunction<String, SystemEvent, PatternSet, PatternMatch> {

  /** The patterns in force under the only key {@code ""}; nothing as long as none was told. */
  public static final MapStateDescriptor<String, PatternSet> IN_FORCE =
      new MapStateDescriptor<>(
          "patterns-in-force", Types.STRING, TypeInformation.of(PatternSet.class));

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PatternFunction.class);
  private static final String ALL = "";

  /** Changes first: what happens at the time of a change may come of it. */
  private static final Comparator<SystemEvent> SAME_TIME =
      Comparator.comparing((SystemEvent event) -> event.kind() != SystemEvent.Kind.CHANGE)
          .thenComparing(SystemEvent::entity)
          .thenComparing(PatternFunction::detail);

  private final PatternLibrary initial;
  private transient TypeSerializer<SystemEvent> events;
  private transient MapState<Long, List<SystemEvent>> waiting;
  private transient MapState<String, NFAState> partial;
  private transient Counter matched;
  private transient Counter dropped;

  /** In force, by name. Made when the first event comes, for only then broadcasts can be read. */
  private transient Map<String, LivePattern> patterns;

  /**
   * @param initial in force until a {@link PatternSet} comes
   */
  public PatternFunction(PatternLibrary initial) {
    this.initial = initial;
  }

  @Override
  public void open(OpenContext context) {
    TypeInformation<SystemEvent> type = TypeInformation.of(SystemEvent.class);
    events = getRuntimeContext().createSerializer(type);
    waiting =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("waiting", Types.LONG, Types.LIST(type)));
    partial =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "partial-matches", StringSerializer.INSTANCE, new NFAStateSerializer()));
    matched = getRuntimeContext().getMetricGroup().counter("pattern_matches");
    dropped = getRuntimeContext().getMetricGroup().counter("partial_matches_dropped");
    getRuntimeContext()
        .getMetricGroup()
        .gauge("patterns", () -> patterns == null ? initial.patterns().size() : patterns.size());
  }

  @Override
  public void processElement(
      SystemEvent event, ReadOnlyContext context, Collector<PatternMatch> out) throws Exception {
    // Behind the watermark can only be a change event that came late: it is taken as of now.
    long time = Math.max(event.timeMillis(), context.timerService().currentWatermark() + 1);
    List<SystemEvent> sameTime = waiting.get(time);
    List<SystemEvent> grown = sameTime == null ? new ArrayList<>(2) : new ArrayList<>(sameTime);
    grown.add(event);
    waiting.put(time, grown);
    context.timerService().registerEventTimeTimer(time);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<PatternMatch> out)
      throws Exception {
    List<SystemEvent> arrived = waiting.get(time);
    List<SystemEvent> sorted = arrived == null ? List.of() : new ArrayList<>(arrived);
    if (arrived != null) {
      waiting.remove(time);
      sorted.sort(SAME_TIME);
    }
    Map<String, LivePattern> all = patterns(context.getBroadcastState(IN_FORCE));
    forgetThoseGone(all);
    Collector<PatternMatch> counted = counted(out);
    for (LivePattern pattern : all.values()) {
      String key = pattern.definition().automaton();
      NFAState before = partial.get(key);
      if (before == null && sorted.isEmpty()) {
        continue;
      }
      LivePattern.Step step = pattern.see(before, sorted, time, counted);
      dropped.inc(step.dropped());
      if (step.wakeAt() < Long.MAX_VALUE) {
        context.timerService().registerEventTimeTimer(step.wakeAt());
      }
      if (step.partial() != null) {
        partial.put(key, step.partial());
      } else {
        partial.remove(key);
        pattern.forget();
      }
    }
  }

  @Override
  public void processBroadcastElement(PatternSet set, Context context, Collector<PatternMatch> out)
      throws Exception {
    context.getBroadcastState(IN_FORCE).put(ALL, set);
    if (patterns != null) {
      Map<String, LivePattern> old = patterns;
      patterns = live(definitions(set), old);
      for (LivePattern gone : old.values()) {
        if (!patterns.containsValue(gone)) {
          gone.close();
        }
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (patterns != null) {
      for (LivePattern pattern : patterns.values()) {
        pattern.close();
      }
    }
  }

  private Map<String, LivePattern> patterns(ReadOnlyBroadcastState<String, PatternSet> state)
      throws Exception {
    if (patterns == null) {
      PatternSet told = state.get(ALL);
      patterns = live(told == null ? initial.patterns() : definitions(told), new TreeMap<>());
    }
    return patterns;
  }

  /** What was checked before it was told may be refused by a newer version of the job only. */
  private static List<PatternDefinition> definitions(PatternSet set) {
    PatternLibrary library = PatternLibrary.load(set.files());
    library.refused().forEach(reason -> LOG.error("pattern not in force any more: {}", reason));
    return library.patterns();
  }

  private Map<String, LivePattern> live(
      List<PatternDefinition> definitions, Map<String, LivePattern> old) throws Exception {
    TreeMap<String, LivePattern> live = new TreeMap<>();
    for (PatternDefinition definition : definitions) {
      LivePattern before = old.get(definition.name());
      boolean same = before != null && before.definition().equals(definition);
      live.put(
          definition.name(),
          same ? before : new LivePattern(definition, getRuntimeContext(), events));
    }
    return live;
  }

  private void forgetThoseGone(Map<String, LivePattern> all) throws Exception {
    Set<String> gone = new HashSet<>();
    partial.keys().forEach(gone::add);
    all.values().forEach(pattern -> gone.remove(pattern.definition().automaton()));
    for (String key : gone) {
      partial.remove(key);
      LivePattern.forget(key, getRuntimeContext(), events);
    }
  }

  private Collector<PatternMatch> counted(Collector<PatternMatch> out) {
    return new Collector<>() {
      @Override
      public void collect(PatternMatch match) {
        matched.inc();
        out.collect(match);
      }

      @Override
      public void close() {
        out.close();
      }
    };
  }

  private static String detail(SystemEvent event) {
    return event.anomaly() != null
        ? event.anomaly().getId() + event.anomaly().getPhase()
        : event.change().kind() + event.change().id() + event.change().summary();
  }
}
