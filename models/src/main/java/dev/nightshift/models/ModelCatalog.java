package dev.nightshift.models;

import dev.nightshift.contract.ModelReport;
import dev.nightshift.learn.ModelReports;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.models.CatalogEvent.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which models there are and which role each plays. Pure: looks at the store, verifications and
 * reports of the tasks are told to it; it answers with what changed.
 *
 * <pre>
 *   snapshot -> {@link #update} -> appeared, changed -> (verify) -> {@link #accept} or {@link #refuse}
 *                                                     -> {@link #decide} -> role changes
 *   report on models in use                            -> {@link #hear}   -> role changes
 *                                                     -> {@link #unwritten} -> champion files
 * </pre>
 */
public final class ModelCatalog {

  /** By model name. */
  public Map<String, ModelLine> lines = new HashMap<>();

  public ModelCatalog() {}

  /** An independent copy, to return to when a round of changes could not be completed. */
  public ModelCatalog copy() {
    ModelCatalog copy = new ModelCatalog();
    lines.forEach((name, line) -> copy.lines.put(name, line.copy()));
    return copy;
  }

  /** Compares the store with what was known. */
  public List<CatalogEvent> update(StoreSnapshot snapshot) {
    List<CatalogEvent> events = new ArrayList<>();
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (StoredModel model : snapshot.models()) {
      found.computeIfAbsent(model.name(), n -> new HashMap<>()).put(model.version(), model.hash());
      ModelLine line = lines.computeIfAbsent(model.name(), name -> new ModelLine(name));
      String known = line.hashes.put(model.version(), model.hash());
      if (known == null) {
        events.add(CatalogEvent.of(Kind.APPEARED, model));
      } else if (!known.equals(model.hash())) {
        line.drop(model.version());
        events.add(CatalogEvent.of(Kind.CHANGED, model));
      }
    }
    for (ModelLine line : lines.values()) {
      Map<String, String> present = found.getOrDefault(line.name, Map.of());
      for (String version : List.copyOf(line.hashes.keySet())) {
        if (!present.containsKey(version)) {
          line.hashes.remove(version);
          line.drop(version);
          events.add(new CatalogEvent(Kind.GONE, line.name, version, null));
        }
      }
      line.pinned = snapshot.pins().getOrDefault(line.name, "");
      String order = snapshot.champions().getOrDefault(line.name, "");
      if (!order.equals(line.order)) {
        line.order = order;
        events.add(new CatalogEvent(Kind.CHAMPION_MOVED, line.name, order, null));
      }
    }
    return events;
  }

  /** A version passed verification. */
  public void accept(String name, String version) {
    ModelLine line = lines.get(name);
    if (line != null && line.hashes.containsKey(version) && !line.valid.contains(version)) {
      line.valid.add(version);
    }
  }

  /** A version failed verification. */
  public void refuse(String name, String version) {
    ModelLine line = lines.get(name);
    if (line != null) {
      line.drop(version);
    }
  }

  /** Hands out the roles anew. */
  public List<RoleChange> decide(PromotionRule rule) {
    List<RoleChange> changes = new ArrayList<>();
    for (String name : new TreeMap<>(lines).keySet()) {
      new RoleDecision(lines.get(name), rule, changes).decide("it is gone or was refused");
    }
    lines.values().removeIf(line -> line.hashes.isEmpty() && line.champion.isEmpty());
    return changes;
  }

  /**
   * Takes what the tasks say of models in use, and hands out the roles of that name anew. A report
   * on models that do not hold these roles (any more) changes nothing, so it may be repeated.
   */
  public List<RoleChange> hear(PromotionRule rule, ModelReport report) {
    List<RoleChange> changes = new ArrayList<>();
    ModelLine line = lines.get(report.getModel());
    if (line == null) {
      return changes;
    }
    RoleDecision decision = new RoleDecision(line, rule, changes);
    if (report.getFailed().isEmpty()) {
      decision.hear(ModelReports.comparison(report));
      decision.decide("it is gone or was refused");
    } else if (report.getHash().equals(line.hashes.get(report.getFailed()))) {
      line.drop(report.getFailed());
      decision.decide(report.getFailed() + " failed: " + report.getReason());
    }
    return changes;
  }

  /** What the champion files have to be changed to, by model name; {@link #written} confirms it. */
  public Map<String, String> unwritten() {
    Map<String, String> versions = new TreeMap<>();
    for (ModelLine line : lines.values()) {
      if (!line.unwritten.isEmpty()) {
        versions.put(line.name, line.unwritten);
      }
    }
    return versions;
  }

  /** The champion file names what it had to: it is not an order that somebody gave. */
  public void written(String name) {
    ModelLine line = lines.get(name);
    line.order = line.unwritten;
    line.obeyed = line.unwritten;
    line.unwritten = "";
  }
}
