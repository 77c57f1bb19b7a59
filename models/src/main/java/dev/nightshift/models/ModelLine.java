package dev.nightshift.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The versions of one model name and their roles in the job. POJO state, bounded by the versions in
 * the store.
 */
public final class ModelLine {

  public String name = "";

  /** Version in force, or empty. */
  public String champion = "";

  /** Version that may become champion and is only compared, or empty. */
  public String challenger = "";

  /** The champion before, which is compared while the new one is on probation; else empty. */
  public String former = "";

  /** The champion before, whatever became of it; empty before the first change. */
  public String previous = "";

  /** What the champion file says; empty without one. */
  public String order = "";

  /** The order that was acted upon last. */
  public String obeyed = "";

  /** What the pin file says; empty without one. */
  public String pinned = "";

  /** A version that the rule put in force and the champion file does not name yet; else empty. */
  public String unwritten = "";

  /** Hash of each version in the store. */
  public Map<String, String> hashes = new HashMap<>();

  /** Versions that passed verification and have not failed since. */
  public List<String> valid = new ArrayList<>();

  /**
   * Versions that may not take over any more: compared and rejected, or passed over by a person.
   */
  public List<String> retired = new ArrayList<>();

  public ModelLine() {}

  ModelLine(String name) {
    this.name = name;
  }

  ModelLine copy() {
    ModelLine copy = new ModelLine(name);
    copy.champion = champion;
    copy.challenger = challenger;
    copy.former = former;
    copy.previous = previous;
    copy.order = order;
    copy.obeyed = obeyed;
    copy.pinned = pinned;
    copy.unwritten = unwritten;
    copy.hashes.putAll(hashes);
    copy.valid.addAll(valid);
    copy.retired.addAll(retired);
    return copy;
  }

  void drop(String version) {
    valid.remove(version);
    retired.remove(version);
  }

  void retire(String version) {
    if (!retired.contains(version)) {
      retired.add(version);
    }
  }

  /** Newest valid version that is not retired; empty if there is none. */
  String newest() {
    return valid.stream()
        .filter(version -> !retired.contains(version))
        .max(String::compareTo)
        .orElse("");
  }

  /** Newest valid version above the champion that may challenge it; empty if there is none. */
  String candidate() {
    String newest = newest();
    return newest.compareTo(champion) > 0 ? newest : "";
  }
}
