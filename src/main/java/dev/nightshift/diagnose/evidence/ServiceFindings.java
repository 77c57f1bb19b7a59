package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.evidence.Finding.Sign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What one service answers to a {@link Question}. A POJO, small whatever the service remembers.
 *
 * @param service entity key, service level
 * @param findings the strongest of each sign, and of each partner that shares in it
 * @param waits how surely the calls that it makes take longer by its own clock, in nats; NaN if it
 *     does not measure them
 * @param answers the same of the calls that it answers
 * @param callers services that were seen to call it, sorted
 * @param traced whether traces show calls of it
 * @param timeMillis of the question
 */
public record ServiceFindings(
    String system,
    String service,
    List<Finding> findings,
    double waits,
    double answers,
    List<String> callers,
    boolean traced,
    long timeMillis) {

  private static final int MAX_FINDINGS = 100;

  /**
   * Who called longer ago is no caller any more, see {@link dev.nightshift.diagnose.ServiceGraph}.
   */
  private static final long CALLER_MILLIS = 1_800_000;

  /** Answers a question from what is remembered of one service. */
  public static ServiceFindings of(EvidenceState state, Question question) {
    List<Finding> all = new ArrayList<>(MetricFindings.of(state, question.onset()));
    all.addAll(TraceFindings.of(state, question.onset()));
    Map<String, Finding> strongest = new LinkedHashMap<>();
    for (Finding finding : all) {
      String what = finding.sign() == Sign.GAP ? "gap " + finding.partner() : finding.sign().name();
      if (strongest.size() < MAX_FINDINGS || strongest.containsKey(what)) {
        strongest.merge(what, finding, (a, b) -> a.weight() >= b.weight() ? a : b);
      }
    }
    TreeSet<String> callers = new TreeSet<>();
    state.gaps.forEach(
        (key, samples) -> {
          if (question.timeMillis() - samples.newest() <= CALLER_MILLIS) {
            callers.add(EvidenceRecorder.parts(key)[1]);
          }
        });
    return new ServiceFindings(
        question.system(),
        question.service(),
        new ArrayList<>(strongest.values()),
        MetricFindings.latency(state, question.onset(), true),
        MetricFindings.latency(state, question.onset(), false),
        new ArrayList<>(callers),
        !state.gaps.isEmpty(),
        question.timeMillis());
  }
}
