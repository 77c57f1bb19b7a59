package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.Services;
import dev.nightshift.diagnose.evidence.Finding.Sign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ranks all entities of a system as causes of a symptom, whether or not a detector noticed them.
 * Pure and thread-safe.
 *
 * <p>Each entity is measured against its own past; what it may suffer from a callee is {@link Blame
 * discounted}; what is left is weighed for each fault type that would show so, see {@link
 * Hypotheses}. Works with what there is: metrics alone, metrics and graph, traces and logs.
 */
public final class CauseFinder {

  private final ServiceGraph graph;
  private final Calibration calibration;

  public CauseFinder(ServiceGraph graph) {
    this(graph, Calibration.SHIPPED);
  }

  public CauseFinder(ServiceGraph graph, Calibration calibration) {
    this.graph = graph;
    this.calibration = calibration;
  }

  /**
   * One cause for each service, the likeliest first.
   *
   * @param symptom of kind {@link Observation.Kind#SYMPTOM}
   */
  public CauseRanking rank(EvidenceState state, Observation symptom) {
    boolean told = !Double.isNaN(symptom.value());
    // Where nothing changed, nothing is to blame: the newest values are compared with all others.
    long onset =
        told
            ? (long) symptom.value()
            : OnsetEstimator.of(state, symptom).orElse(symptom.timeMillis() - 1);
    return new CauseRanking(symptom.system(), onset, !told, find(state, symptom, onset));
  }

  private List<Cause> find(EvidenceState state, Observation symptom, long onset) {
    List<Finding> findings = new ArrayList<>(MetricFindings.of(state, onset));
    findings.addAll(TraceFindings.of(state, onset));
    findings.addAll(CallerFindings.of(state, graph, onset));
    findings.addAll(ChangeFindings.of(state, onset));
    Map<String, Map<Sign, Finding>> strongest = strongest(findings);
    services(state).forEach(service -> strongest.putIfAbsent(service, new TreeMap<>()));
    Blame blame = new Blame(graph, state, strongest, findings, symptom);
    List<Cause> causes = new ArrayList<>();
    strongest.forEach(
        (service, signs) -> causes.add(Hypotheses.best(service, signs, blame.of(service))));
    return believed(blame.withoutRemote(causes));
  }

  private static Map<String, Map<Sign, Finding>> strongest(List<Finding> findings) {
    Map<String, Map<Sign, Finding>> strongest = new TreeMap<>();
    for (Finding finding : findings) {
      strongest
          .computeIfAbsent(Services.of(finding.entity()), s -> new TreeMap<>())
          .merge(finding.sign(), finding, (a, b) -> a.weight() >= b.weight() ? a : b);
    }
    return strongest;
  }

  private static Set<String> services(EvidenceState state) {
    Set<String> services = new TreeSet<>();
    for (Set<String> keys :
        List.of(state.metrics.keySet(), state.gaps.keySet(), state.selfs.keySet())) {
      keys.forEach(key -> services.add(Services.of(EvidenceRecorder.parts(key)[0])));
    }
    state
        .graph
        .edges
        .values()
        .forEach(
            edge -> {
              services.add(edge.caller);
              services.add(edge.callee);
            });
    return services;
  }

  private List<Cause> believed(List<Cause> causes) {
    List<Cause> ranked = new ArrayList<>(causes);
    ranked.sort(
        Comparator.comparingDouble((Cause cause) -> -cause.weight()).thenComparing(Cause::service));
    double[] confidences =
        calibration.confidences(ranked.stream().mapToDouble(Cause::weight).toArray());
    for (int i = 0; i < confidences.length; i++) {
      ranked.set(i, ranked.get(i).believed(confidences[i]));
    }
    return ranked;
  }
}
