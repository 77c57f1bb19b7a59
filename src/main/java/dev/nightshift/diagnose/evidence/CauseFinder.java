package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.Services;
import dev.nightshift.diagnose.evidence.Finding.Sign;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ranks all entities of a system as causes of a symptom, whether or not a detector noticed them.
 * Pure and thread-safe.
 *
 * <p>Each service has measured itself against its own past, see {@link ServiceFindings}; what it
 * may suffer from a callee is {@link Blame discounted}; what is left is weighed for each fault type
 * that would show so, see {@link Hypotheses}. Works with what there is: metrics alone, metrics and
 * graph, traces and logs.
 */
public final class CauseFinder {

  private final ServiceGraph graph;
  private final SystemRecorder recorder;
  private final Calibration calibration;

  public CauseFinder(ServiceGraph graph) {
    this(graph, Calibration.SHIPPED);
  }

  public CauseFinder(ServiceGraph graph, Calibration calibration) {
    this.graph = graph;
    this.recorder = new SystemRecorder(graph);
    this.calibration = calibration;
  }

  /**
   * One cause for each service, the likeliest first.
   *
   * @param system learns who calls whom according to the answers
   * @param answers of the services, in any order
   */
  public CauseRanking rank(
      SystemEvidence system, Question question, Collection<ServiceFindings> answers) {
    List<ServiceFindings> inOrder = new ArrayList<>(answers);
    inOrder.sort(Comparator.comparing(ServiceFindings::service));
    inOrder.forEach(answer -> recorder.learn(system, answer, question.timeMillis()));
    return new CauseRanking(
        question.system(),
        question.onset(),
        question.estimated(),
        new ArrayList<>(question.anomalies()),
        question.timeMillis(),
        find(system, question, inOrder));
  }

  private List<Cause> find(
      SystemEvidence system, Question question, List<ServiceFindings> answers) {
    List<Finding> findings = new ArrayList<>();
    answers.forEach(answer -> findings.addAll(answer.findings()));
    findings.addAll(CallerFindings.of(answers, system.graph, graph));
    findings.addAll(ChangeFindings.of(system.changes, question.onset()));
    Map<String, Map<Sign, Finding>> strongest = strongest(findings);
    answers.forEach(answer -> strongest.putIfAbsent(answer.service(), new TreeMap<>()));
    system
        .graph
        .edges
        .values()
        .forEach(
            edge -> {
              strongest.putIfAbsent(edge.caller, new TreeMap<>());
              strongest.putIfAbsent(edge.callee, new TreeMap<>());
            });
    Blame blame = new Blame(graph, system, strongest, findings, question);
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
