package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.Services;
import dev.nightshift.feature.template.MinerState;
import dev.nightshift.feature.template.TemplateMatch;
import dev.nightshift.feature.template.TemplateMiner;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the observations of one service, bounded. Thread-safe; all state is passed in. Observations
 * come in the order of their times.
 *
 * <p>Timings keep so many values a minute and are otherwise thinned: a quantile of {@value
 * #TIMINGS_A_MINUTE} values is as good a witness as one of a million. Where there is no room for a
 * series, those make room that were not seen for {@link #STALE_MILLIS}: instances come and go.
 */
public final class EvidenceRecorder {

  static final char SEPARATOR = '\t';

  private static final int METRIC_VALUES = 720;
  private static final int TIMINGS = 1_024;
  private static final int TIMINGS_A_MINUTE = 64;
  private static final long MINUTE = 60_000;
  private static final long STALE_MILLIS = 3_600_000;
  private static final int MAX_TEXTS = 5_000;

  /** {@code o.s.OrderServiceImpl#246} or {@code OrderServiceImpl.java:246}: where it was logged. */
  private static final Pattern LOCATION =
      Pattern.compile("(?<=^|[\\s\\[(])[\\w.$\\[\\]/-]*[A-Za-z_\\]][#:]\\d{1,6}(?=$|[\\s\\])])");

  private static final int LOCATION_WITHIN = 120;

  private final int maxSeries;
  private final TemplateMiner miner = new TemplateMiner();

  /**
   * @param maxSeries of each kind (metrics, gaps, own times, steps); more are counted and refused
   */
  public EvidenceRecorder(int maxSeries) {
    this.maxSeries = maxSeries;
  }

  /**
   * Takes one observation in.
   *
   * @param seen a metric, or what a trace shows
   */
  public void record(EvidenceState state, Observation seen) {
    switch (seen.kind()) {
      case METRIC, COUNTER, DISTRIBUTION -> metric(state, seen);
      case GAP ->
          timing(state, state.gaps, key(service(state, seen), seen.peer(), seen.name()), seen);
      case SELF -> timing(state, state.selfs, key(service(state, seen), seen.name()), seen);
      case STEP -> step(state, seen);
      case EDGE, CHANGE, PRESENT, ANOMALY, SYMPTOM ->
          throw new IllegalArgumentException("one service keeps no " + seen.kind());
    }
  }

  private void metric(EvidenceState state, Observation seen) {
    String key = key(seen.entity(), seen.name());
    Samples samples = series(state, state.metrics, key, seen.timeMillis());
    if (samples == null) {
      return;
    }
    switch (seen.kind()) {
      case COUNTER -> samples.addRate(seen.timeMillis(), seen.value(), METRIC_VALUES);
      case DISTRIBUTION ->
          samples.addMean(seen.timeMillis(), seen.value(), seen.count(), METRIC_VALUES);
      default -> samples.add(seen.timeMillis(), seen.value(), METRIC_VALUES);
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
    Samples samples = series(state, all, key, seen.timeMillis());
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
        room(
            state,
            state.steps,
            key(service(state, seen), seen.name(), from),
            StepHistory::new,
            StepHistory::newest,
            seen.timeMillis());
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

  private Samples series(
      EvidenceState state, Map<String, Samples> all, String key, long timeMillis) {
    return room(state, all, key, Samples::new, Samples::newest, timeMillis);
  }

  private <T> T room(
      EvidenceState state,
      Map<String, T> all,
      String key,
      Supplier<T> made,
      ToLongFunction<T> newest,
      long timeMillis) {
    T found = all.get(key);
    if (found != null) {
      return found;
    }
    if (all.size() >= maxSeries) {
      makeRoom(state, all, newest, timeMillis);
    }
    if (all.size() >= maxSeries) {
      state.refused++;
      return null;
    }
    found = made.get();
    all.put(key, found);
    return found;
  }

  /** Looked for once a minute: under a flood of names it would be in vain. */
  private static <T> void makeRoom(
      EvidenceState state, Map<String, T> all, ToLongFunction<T> newest, long timeMillis) {
    if (Math.abs(timeMillis - state.roomMadeAt) >= MINUTE) {
      state.roomMadeAt = timeMillis;
      all.values().removeIf(series -> timeMillis - newest.applyAsLong(series) > STALE_MILLIS);
    }
  }

  static String key(String... parts) {
    return String.join(String.valueOf(SEPARATOR), parts);
  }

  static String[] parts(String key) {
    return key.split(String.valueOf(SEPARATOR), -1);
  }
}
