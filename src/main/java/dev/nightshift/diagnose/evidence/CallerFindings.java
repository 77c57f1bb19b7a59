package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.GraphState;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.Services;
import dev.nightshift.diagnose.evidence.Finding.Sign;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the clocks of callers say about their callees, where no traces do: a caller whose calls take
 * longer, to callees that answer as fast as ever, waits for something between the two. Which of its
 * callees that is, its other callers tell: all of them would wait.
 */
final class CallerFindings {

  /** A caller does not say which of its callees it waits for: half of what it shows. */
  private static final double SHARE = 0.5;

  /** A caller that does not wait speaks against its callees, in nats. */
  private static final double QUIET = 1;

  private static final double WAITS = 0.5;

  private CallerFindings() {}

  static List<Finding> of(
      Collection<ServiceFindings> answers, GraphState state, ServiceGraph graph) {
    List<Finding> found = new ArrayList<>();
    Map<String, Double> waits = new TreeMap<>();
    Map<String, Double> slow = new TreeMap<>();
    for (ServiceFindings answer : answers) {
      if (answer.traced()) {
        return found;
      }
      if (!Double.isNaN(answer.waits())) {
        waits.put(answer.service(), answer.waits());
      }
      if (!Double.isNaN(answer.answers())) {
        slow.put(answer.service(), answer.answers());
      }
    }
    Set<String> callees = new TreeSet<>();
    waits.keySet().forEach(caller -> callees.addAll(graph.calleesOf(state, caller, 1)));
    // One that is known from its callers alone cannot be told from them.
    callees.retainAll(slow.keySet());
    for (String callee : callees) {
      Map<String, Double> callers = new TreeMap<>(waits);
      callers.keySet().retainAll(graph.callersOf(state, callee, 1));
      Finding finding = finding(callee, callers, slow.get(callee));
      if (finding.weight() > 0) {
        found.add(finding);
      }
    }
    return found;
  }

  private static Finding finding(String callee, Map<String, Double> callers, double own) {
    double said = -own;
    String longest = "";
    int waiting = 0;
    for (Map.Entry<String, Double> caller : callers.entrySet()) {
      if (caller.getValue() <= WAITS) {
        said -= QUIET;
        continue;
      }
      waiting++;
      said += caller.getValue();
      if (longest.isEmpty() || caller.getValue() > callers.get(longest)) {
        longest = caller.getKey();
      }
    }
    return new Finding(
        callee,
        Sign.GAP,
        "",
        Math.max(0, SHARE * said),
        longest,
        String.format(
            Locale.ROOT,
            "%d of %d callers wait longer for their callees than ever, most of all %s; its own"
                + " answers are not as late",
            waiting,
            callers.size(),
            longest.isEmpty() ? "none" : Services.of(longest)));
  }
}
