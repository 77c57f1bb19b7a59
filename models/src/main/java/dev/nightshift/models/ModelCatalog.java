package dev.nightshift.models;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.models.CatalogEvent.Kind;
import dev.nightshift.models.PromotionRule.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which models there are and which role each plays. Pure: looks at the store, verifications and
 * comparisons are told to it; it answers with what changed.
 *
 * <pre>
 *   snapshot -> {@link #update} -> appeared, changed -> (verify) -> {@link #accept} or {@link #refuse}
 *                                                     -> {@link #decide} -> role changes
 *   comparison of challenger and champion              -> {@link #decide}
 * </pre>
 *
 * In {@code GUARDED} mode the job should write, after a {@code PROMOTED}, the store's champion
 * file, so that it names the version in force and a job that starts without state takes up where
 * this one was.
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
      String pin = snapshot.champions().getOrDefault(line.name, "");
      if (!pin.equals(line.pin)) {
        line.pin = pin;
        events.add(new CatalogEvent(Kind.CHAMPION_MOVED, line.name, pin, null));
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

  /** A version failed verification, or its session failed while it was in use. */
  public void refuse(String name, String version) {
    ModelLine line = lines.get(name);
    if (line != null) {
      line.drop(version);
    }
  }

  /**
   * Hands out the roles anew.
   *
   * @param comparisons what is known of the present challengers, by model name
   * @return changes, ordered by model name; none if everything stays
   */
  public List<RoleChange> decide(
      PromotionRule rule, Map<String, ChallengerComparison> comparisons) {
    List<RoleChange> changes = new ArrayList<>();
    for (String name : new TreeMap<>(lines).keySet()) {
      decide(lines.get(name), rule, comparisons.get(name), changes);
    }
    lines.values().removeIf(line -> line.hashes.isEmpty() && line.champion.isEmpty());
    return changes;
  }

  private static void decide(
      ModelLine line,
      PromotionRule rule,
      ChallengerComparison comparison,
      List<RoleChange> changes) {
    if (!line.challenger.isEmpty() && !line.valid.contains(line.challenger)) {
      endChallenge(line, "it is gone from the store or failed", changes);
    }
    boolean headless = line.champion.isEmpty() || !line.valid.contains(line.champion);
    boolean ordered = line.valid.contains(line.pin);
    if (ordered && (rule.mode() != Mode.GUARDED || headless || !line.pin.equals(line.pinObeyed))) {
      boolean overruled = !headless && !line.pin.equals(line.champion);
      line.pinObeyed = line.pin;
      crown(line, line.pin, "the champion file names it", changes);
      if (overruled) {
        passOver(line, changes);
      }
    } else if (headless) {
      String heir = rule.mode() == Mode.MANUAL ? "" : line.newest();
      String why = line.champion.isEmpty() ? "the first of its name" : "the champion is gone";
      crown(line, heir, why, changes);
    } else if (rule.mode() == Mode.IMMEDIATE && line.pin.isEmpty()) {
      String newest = line.newest();
      crown(line, newest, "the newest valid version", changes);
    }
    if (rule.mode() == Mode.GUARDED && !line.champion.isEmpty()) {
      challenge(line, rule, comparison, changes);
    }
  }

  private static void challenge(
      ModelLine line,
      PromotionRule rule,
      ChallengerComparison comparison,
      List<RoleChange> changes) {
    boolean current =
        comparison != null
            && comparison.champion.equals(line.name + "@" + line.champion)
            && comparison.challenger.equals(line.name + "@" + line.challenger);
    if (!line.challenger.isEmpty() && current) {
      switch (rule.judge(comparison)) {
        case PROMOTE -> {
          String winner = line.challenger;
          line.challenger = "";
          crown(line, winner, comparison.toString(), changes);
        }
        case RETIRE -> {
          line.retired.add(line.challenger);
          endChallenge(line, comparison.toString(), changes);
        }
        case WAIT -> {}
      }
    }
    String candidate = line.candidate();
    if (!candidate.isEmpty() && !candidate.equals(line.challenger)) {
      if (!line.challenger.isEmpty()) {
        endChallenge(line, "a newer version takes its place", changes);
      }
      line.challenger = candidate;
      changes.add(
          new RoleChange(
              line.name, candidate, ModelEvent.LOADED, RoleChange.CHALLENGER, "newer version"));
    }
  }

  /** What was there when a person chose another version does not challenge that choice. */
  private static void passOver(ModelLine line, List<RoleChange> changes) {
    for (String version : line.valid) {
      if (version.compareTo(line.champion) > 0 && !line.retired.contains(version)) {
        line.retired.add(version);
      }
    }
    if (!line.challenger.isEmpty()) {
      endChallenge(line, "the champion file names another", changes);
    }
  }

  private static void crown(ModelLine line, String version, String why, List<RoleChange> changes) {
    String before = line.champion;
    if (version.equals(before)) {
      return;
    }
    if (version.equals(line.challenger)) {
      line.challenger = "";
    }
    line.champion = version;
    if (!before.isEmpty()) {
      changes.add(new RoleChange(line.name, before, ModelEvent.RETIRED, "", why));
    }
    if (!version.isEmpty()) {
      ModelEvent event =
          before.isEmpty()
              ? ModelEvent.LOADED
              : version.compareTo(before) > 0 ? ModelEvent.PROMOTED : ModelEvent.ROLLED_BACK;
      changes.add(new RoleChange(line.name, version, event, RoleChange.CHAMPION, why));
    }
  }

  private static void endChallenge(ModelLine line, String why, List<RoleChange> changes) {
    changes.add(new RoleChange(line.name, line.challenger, ModelEvent.RETIRED, "", why));
    line.challenger = "";
  }
}
