package dev.nightshift.job.model;

import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureSet;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The models in force, as every task knows them from the broadcast announcements. A plain view over
 * the broadcast state: it is rebuilt from the state, never stored itself.
 */
public final class ActiveModels {

  /** By {@code name@version}. */
  public static final MapStateDescriptor<String, ModelAnnouncement> STATE =
      new MapStateDescriptor<>(
          "active-models", Types.STRING, TypeInformation.of(ModelAnnouncement.class));

  private final TreeMap<String, ModelAnnouncement> byId = new TreeMap<>();

  public ActiveModels(Iterable<Map.Entry<String, ModelAnnouncement>> state) {
    state.forEach(entry -> byId.put(entry.getKey(), entry.getValue()));
  }

  public ActiveModels(List<ModelAnnouncement> announcements) {
    announcements.forEach(this::apply);
  }

  /** Takes an announcement in; returns the ids that it puts out of force. */
  public List<String> apply(ModelAnnouncement announcement) {
    List<String> gone = new ArrayList<>();
    if (announcement.role() == Role.RETIRED) {
      if (byId.remove(announcement.id()) != null) {
        gone.add(announcement.id());
      }
      return gone;
    }
    if (announcement.role() == Role.CHAMPION) {
      for (ModelAnnouncement other : byId.values()) {
        if (other.name().equals(announcement.name())
            && other.role() == Role.CHAMPION
            && !other.version().equals(announcement.version())) {
          gone.add(other.id());
        }
      }
      gone.forEach(byId::remove);
    }
    byId.put(announcement.id(), announcement);
    return gone;
  }

  /** Names of which a model is scored beside the champion. */
  public Set<String> comparedNames() {
    return byId.values().stream()
        .filter(model -> model.role() == Role.CHALLENGER)
        .map(ModelAnnouncement::name)
        .collect(Collectors.toSet());
  }

  /** All of them, by id. */
  public Map<String, ModelAnnouncement> byId() {
    return byId;
  }

  /**
   * What to assemble for an entity: the features of champion and challengers of the one model name
   * whose selector fits best. An exact name beats a prefix, the service counts before the system;
   * ties go to the first name.
   */
  public List<FeatureSet> featureSetsOf(Entity entity) {
    String best =
        byId.values().stream()
            .filter(model -> model.features().selector().matches(entity))
            .sorted(Comparator.comparing(ModelAnnouncement::name))
            .max(Comparator.comparingInt(model -> specificity(model.features().selector())))
            .map(ModelAnnouncement::name)
            .orElse(null);
    return byId.values().stream()
        .filter(model -> model.name().equals(best))
        .map(ModelAnnouncement::features)
        .toList();
  }

  private static int specificity(EntitySelector selector) {
    return weight(selector.instance()) * 1_000_000
        + weight(selector.service()) * 1_000
        + weight(selector.system());
  }

  private static int weight(String pattern) {
    return pattern.endsWith("*") ? pattern.length() - 1 : 999;
  }
}
