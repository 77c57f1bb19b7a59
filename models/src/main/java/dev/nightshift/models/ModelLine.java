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

  /** Version that is only compared, or empty. */
  public String challenger = "";

  /** What the champion file says; empty without one. */
  public String pin = "";

  /** The pin that was acted upon last. */
  public String pinObeyed = "";

  /** Hash of each version in the store. */
  public Map<String, String> hashes = new HashMap<>();

  /** Versions that passed verification. */
  public List<String> valid = new ArrayList<>();

  /**
   * Versions that may not challenge any more: compared and rejected, or passed over by a person.
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
    copy.pin = pin;
    copy.pinObeyed = pinObeyed;
    copy.hashes.putAll(hashes);
    copy.valid.addAll(valid);
    copy.retired.addAll(retired);
    return copy;
  }

  void drop(String version) {
    valid.remove(version);
    retired.remove(version);
  }

  /** Newest valid version; empty if there is none. */
  String newest() {
    return valid.stream().max(String::compareTo).orElse("");
  }

  /** Newest valid version above the champion that may challenge it; empty if there is none. */
  String candidate() {
    return valid.stream()
        .filter(version -> version.compareTo(champion) > 0 && !retired.contains(version))
        .max(String::compareTo)
        .orElse("");
  }
}
