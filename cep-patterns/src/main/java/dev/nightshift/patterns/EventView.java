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

  /** The service that an entity is, or is an instance of: its key. */
  static final String DEPLOYMENT = "deployment";

  static final String CALLERS = "callers";
  static final String CALLEES = "callees";
  static final String HOSTS = "hosts";
  static final String DEPLOYMENTS = "deployments";
  static final String FEATURES = "features";
  static final String VALUE = "value";
  static final String USUAL = "usual";

  private static final double NOTABLE_SHARE = 0.1;

  private EventView() {}

  static Map<String, Object> of(SystemEvent event) {
    Map<String, Object> view = new HashMap<>();
    view.put("kind", event.kind() == SystemEvent.Kind.CHANGE ? "change" : "anomaly");
    view.put("entity", event.entity());
    Entity entity = Entity.parse(event.entity());
    view.put("service", entity.service());
    view.put(DEPLOYMENT, entity.withoutInstance().key());
    view.put("time", event.timeMillis());
    view.put(CALLERS, known(event.callers()));
    view.put(CALLEES, known(event.callees()));
    view.put(HOSTS, known(event.hosts()));
    view.put(DEPLOYMENTS, known(event.deployments()));
    view.put("change_kind", event.change() == null ? "" : event.change().kind());
    view.put("change_id", event.change() == null ? "" : event.change().id());
    anomaly(view, event.anomaly());
    return view;
  }

  /** Events stored by an older version know less. */
  private static List<String> known(List<String> names) {
    return names == null ? List.of() : names;
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
    view.put(FEATURES, features);
    view.put("top_feature", contributions.isEmpty() ? "" : contributions.get(0).getFeature());
    view.put(VALUE, value);
    view.put(USUAL, usual);
    view.put("share", share);
  }
}
