package dev.nightshift.local.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.training.evaluation.Figures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one detector reached on each recording, for people and for programs. */
final class EvaluationReport {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER =
      "%-28s %7s %7s %7s %7s %7s %10s %10s%n"
          .formatted("", "VUS-PR", "VUS-ROC", "AUC-PR", "F1", "events", "false/day", "in alarm");

  private final String detector;
  private final Map<String, Figures> figures = new LinkedHashMap<>();

  EvaluationReport(String detector) {
    this.detector = detector;
  }

  void add(String series, Figures reached) {
    figures.put(series, reached);
  }

  private Figures mean() {
    return Figures.mean(new ArrayList<>(figures.values()));
  }

  /** One line per recording and one for the mean. */
  void table(PrintWriter out) {
    out.printf("%n%s%n", detector);
    out.print(HEADER);
    figures.forEach((series, reached) -> line(out, series, reached));
    if (figures.size() > 1) {
      line(out, "mean", mean());
    }
  }

  /** The means of several detectors side by side. */
  static void comparison(PrintWriter out, List<EvaluationReport> reports) {
    out.printf("%nmean of %d series%n", reports.get(0).figures.size());
    out.print(HEADER);
    reports.forEach(report -> line(out, report.detector, report.mean()));
  }

  /** Says what the columns are. */
  static void legend(PrintWriter out) {
    out.printf(
        "%nF1: best over all thresholds, by steps, not adjusted. At the threshold that was chosen"
            + " without labels:%nevents: share of labelled events with an alarm; false/day: alarms"
            + " that touch no event, per day;%nin alarm: share of normal steps with an alarm on.%n");
  }

  private static void line(PrintWriter out, String name, Figures reached) {
    out.printf(
        Locale.ROOT,
        "%-28s %7.3f %7.3f %7.3f %7.3f %7.3f %10.2f %9.2f%%%n",
        name,
        reached.vusPr(),
        reached.vusRoc(),
        reached.aucPr(),
        reached.f1(),
        reached.eventRecall(),
        reached.falseAlarmsPerDay(),
        100 * reached.normalShareInAlarm());
  }

  /** {@code {"mean":{…},"series":[{"name":…,…}]}}; null for what is not defined. */
  ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    put(root.putObject("mean"), mean());
    ArrayNode series = root.putArray("series");
    figures.forEach((name, reached) -> put(series.addObject().put("name", name), reached));
    return root;
  }

  /** One object by detector. */
  static ObjectNode json(List<EvaluationReport> reports) {
    ObjectNode root = JSON.createObjectNode();
    reports.forEach(report -> root.set(report.detector, report.json()));
    return root;
  }

  private static void put(ObjectNode node, Figures reached) {
    put(node, "vus_pr", reached.vusPr());
    put(node, "auc_pr", reached.aucPr());
    put(node, "f1", reached.f1());
    put(node, "event_recall", reached.eventRecall());
    put(node, "false_alarms_per_day", reached.falseAlarmsPerDay());
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }
}
