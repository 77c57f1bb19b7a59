package dev.nightshift.patterns;

import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.cep.nfa.ComputationState;
import org.apache.flink.cep.nfa.NFA;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBuffer;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.Collector;

/**
 * One of the patterns at work: Flink CEP's automaton over buffers of its own.
 *
 * <p>It does for one of many patterns what Flink's CepOperator does for its only one, with the same
 * classes and in the same order: first time goes on, then the events are seen. Those classes are
 * internal to Flink; there is no public way to several patterns in one operator, or to change them
 * while it runs.
 *
 * <p>A match is said at once, one for each first event. Flink's {@code skipToNext} means the same,
 * but holds a match back as long as an older partial one is open: a deployment that went well would
 * delay what follows the next one by the pattern's whole time.
 */
final class LivePattern {

  /** Of one pattern in one system. Beyond, those that began first are given up. */
  static final int MAX_PARTIAL_MATCHES = 1_000;

  private static final String START = "start";

  private final PatternDefinition definition;
  private final NFA<SystemEvent> automaton;
  private final AfterMatchSkipStrategy skip = AfterMatchSkipStrategy.noSkip();
  private final ScopedStateStore store;
  private final SharedBuffer<SystemEvent> buffer;

  LivePattern(
      PatternDefinition definition, RuntimeContext context, TypeSerializer<SystemEvent> events)
      throws Exception {
    this.definition = definition;
    Pattern<SystemEvent, ?> pattern = PatternCompiler.compile(definition, skip);
    this.automaton = NFACompiler.compileFactory(pattern, false).createNFA();
    this.store = new ScopedStateStore(context, definition.automaton());
    this.buffer = buffer(store, events);
    automaton.open(context, new Configuration());
  }

  PatternDefinition definition() {
    return definition;
  }

  /**
   * Sees all events of one time, in order.
   *
   * @param before the system's partial matches; null for none
   * @param events empty if only time goes on
   */
  Step see(NFAState before, List<SystemEvent> events, long time, Collector<PatternMatch> out)
      throws Exception {
    NFAState now = before == null ? automaton.createInitialNFAState() : before;
    long wakeAt = Long.MAX_VALUE;
    int dropped = 0;
    try (SharedBufferAccessor<SystemEvent> accessor = buffer.getAccessor()) {
      Tuple2<
              Collection<Map<String, List<SystemEvent>>>,
              Collection<Tuple2<Map<String, List<SystemEvent>>, Long>>>
          over = automaton.advanceTime(accessor, now, time, skip);
      say(over.f0, accessor, now, time, out);
      for (SystemEvent event : events) {
        say(
            automaton.process(accessor, now, event, time, skip, () -> time),
            accessor,
            now,
            time,
            out);
        dropped += bound(accessor, now);
      }
      if (now.isNewStartPartialMatch()) {
        wakeAt = time + automaton.getWindowTime();
      }
    }
    now.resetStateChanged();
    now.resetNewStartPartialMatch();
    return new Step(isAtRest(now) ? null : now, wakeAt, dropped);
  }

  /**
   * What is left after the events of one time.
   *
   * @param partial null if nothing has begun: then nothing need be kept
   * @param wakeAt when to see again at the latest, so that what waited too long is given up; {@link
   *     Long#MAX_VALUE} if nothing new has begun
   * @param dropped partial matches given up for want of room
   */
  record Step(NFAState partial, long wakeAt, int dropped) {}

  /** Clears the system's buffers. */
  void forget() {
    store.clear();
  }

  /** Clears the system's buffers of an automaton that is not in force any more. */
  static void forget(String automaton, RuntimeContext context, TypeSerializer<SystemEvent> events) {
    ScopedStateStore store = new ScopedStateStore(context, automaton);
    buffer(store, events);
    store.clear();
  }

  private static SharedBuffer<SystemEvent> buffer(
      ScopedStateStore store, TypeSerializer<SystemEvent> events) {
    SharedBuffer<SystemEvent> buffer = new SharedBuffer<>(store, events);
    buffer.releaseCacheStatisticsTimer(); // a thread for each pattern, to write to the log
    return buffer;
  }

  void close() throws Exception {
    automaton.close();
  }

  /** One match for each first event: what else has begun with it is given up. */
  private void say(
      Collection<Map<String, List<SystemEvent>>> matches,
      SharedBufferAccessor<SystemEvent> accessor,
      NFAState state,
      long time,
      Collector<PatternMatch> out)
      throws Exception {
    Set<SystemEvent> firsts = new HashSet<>();
    for (Map<String, List<SystemEvent>> match : matches) {
      List<SystemEvent> events = inOrder(match);
      if (firsts.add(events.get(0))) {
        out.collect(toMatch(match, events, time));
      }
    }
    if (!firsts.isEmpty()) {
      giveUp(accessor, state, partial -> firsts.contains(first(accessor, partial)));
    }
  }

  private static SystemEvent first(
      SharedBufferAccessor<SystemEvent> accessor, ComputationState partial) {
    return accessor
        .materializeMatch(Map.of(START, List.of(partial.getStartEventID())))
        .get(START)
        .get(0);
  }

  /** Whether only the state is left in which everything begins. */
  private static boolean isAtRest(NFAState state) {
    return state.getCompletedMatches().isEmpty()
        && state.getPartialMatches().stream().noneMatch(LivePattern::hasBegun);
  }

  private static boolean hasBegun(ComputationState state) {
    return state.getPreviousBufferEntry() != null;
  }

  private static int bound(SharedBufferAccessor<SystemEvent> accessor, NFAState state)
      throws Exception {
    int excess = state.getPartialMatches().size() - 1 - MAX_PARTIAL_MATCHES;
    if (excess <= 0) {
      return 0;
    }
    int[] left = {excess};
    giveUp(accessor, state, partial -> left[0]-- > 0);
    return excess;
  }

  /** Takes out those that have begun and that a test asks for; it is asked oldest first. */
  private static void giveUp(
      SharedBufferAccessor<SystemEvent> accessor,
      NFAState state,
      Predicate<ComputationState> unwanted)
      throws Exception {
    PriorityQueue<ComputationState> kept =
        new PriorityQueue<>(NFAState.COMPUTATION_STATE_COMPARATOR);
    List<ComputationState> oldestFirst = new ArrayList<>(state.getPartialMatches());
    oldestFirst.sort(NFAState.COMPUTATION_STATE_COMPARATOR);
    for (ComputationState partial : oldestFirst) {
      if (hasBegun(partial) && unwanted.test(partial)) {
        accessor.releaseNode(partial.getPreviousBufferEntry(), partial.getVersion());
      } else {
        kept.add(partial);
      }
    }
    state.setNewPartialMatches(kept);
  }

  /** Says what a match means. It is known at {@code time}, if something had to stay away later. */
  private PatternMatch toMatch(
      Map<String, List<SystemEvent>> match, List<SystemEvent> events, long time) {
    List<SystemEvent> blamed = match.get(definition.conclusion().stage());
    SystemEvent last = blamed.get(blamed.size() - 1);
    List<String> ids = new ArrayList<>();
    for (SystemEvent event : events) {
      String id = event.anomaly() != null ? event.anomaly().getId() : event.change().id();
      if (!ids.contains(id)) {
        ids.add(id);
      }
    }
    return new PatternMatch(
        last.system(),
        definition.name(),
        last.entity(),
        definition.conclusion().faultType(),
        definition.conclusion().weight(),
        time,
        ids,
        definition.conclusion().text());
  }

  private List<SystemEvent> inOrder(Map<String, List<SystemEvent>> match) {
    List<SystemEvent> events = new ArrayList<>();
    definition.stages().forEach(s -> events.addAll(match.getOrDefault(s.name(), List.of())));
    events.sort(Comparator.comparingLong(SystemEvent::timeMillis));
    return events;
  }
}
