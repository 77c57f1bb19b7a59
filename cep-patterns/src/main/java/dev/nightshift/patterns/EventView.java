package dev.nightshift.patterns;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Contribution;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An event as CEL sees it; the fields are listed in this module's README. */
final class EventView {

  private static final double NOTABLE_SHARE = 0.1;

  private EventView() {}

  static Map<String, Object> of(SystemEvent event) {
    Map<String, Object> view = new HashMap<>();
    view.put("kind", event.kind() == SystemEvent.Kind.CHANGE ? "change" : "anomaly");
    view.put("entity", event.entity());
    view.put("service", Entity.parse(event.entity()).service());
    view.put("time", event.timeMillis());
    view.put("callers", event.callers() == null ? List.of() : event.callers());
    view.put("callees", event.callees() == null ? List.of() : event.callees());
    view.put("change_kind", event.change() == null ? "" : event.change().kind());
    view.put("change_id", event.change() == null ? "" : event.change().id());
    anomaly(view, event.anomaly());
    return view;
  }

  /** Fields of an anomaly; empty and zero for a change, so that conditions need no guards. */
  private static void anomaly(Map<String, Object> view, Anomaly anomaly) {
    List<Contribution> contributions = anomaly == null ? List.of() : anomaly.getContributions();
    double total = contributions.stream().mapToDouble(c -> Math.max(0, c.getError())).sum();
    List<String> features = new ArrayList<>();
    Map<String, Object> value = new HashMap<>();
    Map<String, Object> usual = new HashMap<>();
    Map<String, Object> share = new HashMap<>();
    for (Contribution contribution : contributions) {
      double part = total > 0 ? contribution.getError() / total : 0;
      if (part >= NOTABLE_SHARE) {
        features.add(contribution.getFeature());
      }
      value.put(contribution.getFeature(), (double) contribution.getValue());
      usual.put(contribution.getFeature(), (double) contribution.getUsual());
      share.put(contribution.getFeature(), part);
    }
    double score = anomaly == null ? 0 : anomaly.getPeakScore();
    double threshold = anomaly == null ? 0 : anomaly.getThreshold();
    view.put("id", anomaly == null ? "" : anomaly.getId());
    view.put("phase", anomaly == null ? "" : anomaly.getPhase().name());
    view.put("score", score);
    view.put("threshold", threshold);
    view.put("severity", threshold > 0 ? score / threshold : 0.0);
    view.put("onset", anomaly == null ? 0L : anomaly.getOnset());
    view.put("features", features);
    view.put("top_feature", contributions.isEmpty() ? "" : contributions.get(0).getFeature());
    view.put("value", value);
    view.put("usual", usual);
    view.put("share", share);
  }
}
