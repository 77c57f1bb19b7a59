package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.Services;
import dev.nightshift.feature.template.MinerState;
import dev.nightshift.feature.template.TemplateMatch;
import dev.nightshift.feature.template.TemplateMiner;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps observations, bounded. Thread-safe; all state is passed in. Observations of a system come
 * in the order of their times.
 *
 * <p>Timings keep so many values a minute and are otherwise thinned: a quantile of {@value
 * #TIMINGS_A_MINUTE} values is as good a witness as one of a million.
 */
public final class EvidenceRecorder {

  static final char SEPARATOR = '\t';

  private static final int METRIC_VALUES = 720;
  private static final int TIMINGS = 1_024;
  private static final int TIMINGS_A_MINUTE = 64;
  private static final long MINUTE = 60_000;
  private static final int MAX_CHANGES = 500;
  private static final int MAX_TEXTS = 20_000;

  /** {@code o.s.OrderServiceImpl#246} or {@code OrderServiceImpl.java:246}: where it was logged. */
  private static final Pattern LOCATION =
      Pattern.compile("(?<=^|[\\s\\[(])[\\w.$\\[\\]/-]*[A-Za-z_\\]][#:]\\d{1,6}(?=$|[\\s\\])])");

  private static final int LOCATION_WITHIN = 120;

  private final int maxSeries;
  private final ServiceGraph graph;
  private final TemplateMiner miner = new TemplateMiner();

  /**
   * @param maxSeries of each kind (metrics, gaps, own times, steps); more are counted and refused
   */
  public EvidenceRecorder(int maxSeries, ServiceGraph graph) {
    this.maxSeries = maxSeries;
    this.graph = graph;
  }

  /** Takes one observation in. */
  public void record(EvidenceState state, Observation seen) {
    switch (seen.kind()) {
      case METRIC -> {
        Samples samples = series(state, state.metrics, key(seen.entity(), seen.name()));
        if (samples != null) {
          samples.add(seen.timeMillis(), seen.value(), METRIC_VALUES);
        }
      }
      case GAP -> {
        timing(state, state.gaps, key(service(state, seen), seen.peer(), seen.name()), seen);
        graph.observe(
            state.graph,
            new CallEdge(
                seen.system(),
                seen.peer(),
                Services.of(seen.entity()),
                seen.timeMillis(),
                1,
                0,
                Math.max(0, seen.value())));
      }
      case SELF -> timing(state, state.selfs, key(service(state, seen), seen.name()), seen);
      case STEP -> step(state, seen);
      case EDGE -> {
        graph.declare(state.graph, seen.entity(), seen.peer());
        if (seen.error() && state.remote.size() < maxSeries) {
          state.remote.add(seen.peer());
        }
      }
      case CHANGE -> {
        state.changes.add(
            new Change(
                Services.of(seen.entity()),
                seen.name(),
                seen.from(),
                seen.next(),
                seen.timeMillis()));
        if (state.changes.size() > MAX_CHANGES) {
          state.changes.remove(0);
        }
      }
      case SYMPTOM ->
          throw new IllegalArgumentException("a symptom is a question, not an observation");
    }
  }

  /** Instances come and go with deployments and run the same code: traces count by service. */
  private String service(EvidenceState state, Observation seen) {
    String service = Services.of(seen.entity());
    if (state.instances.size() < maxSeries || state.instances.containsKey(service)) {
      state.instances.put(service, seen.entity());
    }
    return service;
  }

  private void timing(EvidenceState state, Map<String, Samples> all, String key, Observation seen) {
    Samples samples = series(state, all, key);
    if (samples != null) {
      samples.addAtMost(TIMINGS_A_MINUTE, MINUTE, seen.timeMillis(), seen.value(), TIMINGS);
    }
  }

  private void step(EvidenceState state, Observation seen) {
    String from = event(state, seen.entity(), seen.from());
    String next = event(state, seen.entity(), seen.next());
    if (seen.error() && state.errors.size() < MAX_TEXTS) {
      state.errors.add(next);
    }
    StepHistory history =
        room(state, state.steps, key(service(state, seen), seen.name(), from), StepHistory::new);
    if (history != null) {
      history.add(seen.timeMillis(), next);
    }
  }

  /** The id of a log event: where it was logged, if it says so, else its template. */
  private String event(EvidenceState state, String entity, String body) {
    if (body.equals(TraceDigest.START) || body.equals(TraceDigest.END)) {
      return body;
    }
    Matcher location =
        LOCATION.matcher(body.substring(0, Math.min(LOCATION_WITHIN, body.length())));
    if (location.find()) {
      return location.group();
    }
    MinerState templates =
        state.miners.computeIfAbsent(Services.of(entity), service -> new MinerState());
    TemplateMatch match = miner.match(templates, body);
    if (state.texts.size() < MAX_TEXTS || state.texts.containsKey(match.id())) {
      state.texts.put(match.id(), match.template());
    }
    return match.id();
  }

  private Samples series(EvidenceState state, Map<String, Samples> all, String key) {
    return room(state, all, key, Samples::new);
  }

  private <T> T room(EvidenceState state, Map<String, T> all, String key, Supplier<T> made) {
    T found = all.get(key);
    if (found == null && all.size() >= maxSeries) {
      state.refused++;
      return null;
    }
    if (found == null) {
      found = made.get();
      all.put(key, found);
    }
    return found;
  }

  static String key(String... parts) {
    return String.join(String.valueOf(SEPARATOR), parts);
  }

  static String[] parts(String key) {
    return key.split(String.valueOf(SEPARATOR), -1);
  }
}
