package dev.nightshift.patterns;

import dev.nightshift.config.ConfigException;
import dev.nightshift.patterns.PatternLibrary.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Which pattern files are in force, from what their place holds at each look.
 *
 * <p>A change counts when two looks in a row see the same, so that a file that is being written is
 * not taken for a faulty one. A faulty file is refused, once for each text, and its last good text
 * stays in force; what lies in a place that cannot be read stays too.
 */
public final class PatternRoster {

  /**
   * What a place of patterns holds.
   *
   * @param files by their full names
   * @param unreadable beginnings of names that could not be looked at
   */
  public record Look(List<Source> files, List<String> unreadable) {}

  /**
   * A file that did not come into force.
   *
   * @param reason file, line and what was expected
   */
  public record Refusal(Source file, String reason) {}

  private final TreeMap<String, Source> inForce = new TreeMap<>();

  /** File by the name of its pattern. */
  private final Map<String, String> names = new HashMap<>();

  private final Map<String, Source> refused = new HashMap<>();
  private Map<String, Source> before;

  /**
   * @param inForce good files, checked before
   */
  public PatternRoster(List<Source> inForce) {
    inForce.forEach(file -> put(file, PatternLibrary.compile(file).name()));
  }

  /** The files in force, by name. */
  public List<Source> inForce() {
    return new ArrayList<>(inForce.values());
  }

  /**
   * Takes a look in.
   *
   * @param refusals hears of each faulty text once
   * @return whether anything has come into force or gone out of it
   */
  public boolean refresh(Look look, Consumer<Refusal> refusals) {
    Map<String, Source> now = new HashMap<>();
    look.files().forEach(file -> now.put(file.name(), file));
    inForce.values().stream()
        .filter(file -> look.unreadable().stream().anyMatch(file.name()::startsWith))
        .forEach(file -> now.putIfAbsent(file.name(), file));
    Map<String, Source> last = before;
    before = now;
    if (last == null) {
      return false;
    }
    List<Source> was = inForce();
    inForce.keySet().removeIf(name -> !now.containsKey(name) && !last.containsKey(name));
    names.values().retainAll(inForce.keySet());
    refused.keySet().retainAll(now.keySet());
    for (Source file : new TreeMap<>(now).values()) {
      if (file.equals(last.get(file.name())) && !file.equals(inForce.get(file.name()))) {
        take(file, refusals);
      }
    }
    return !was.equals(inForce());
  }

  private void take(Source file, Consumer<Refusal> refusals) {
    try {
      String pattern = PatternLibrary.compile(file).name();
      String other = names.get(pattern);
      if (other != null && !other.equals(file.name())) {
        throw new ConfigException(
            file.name(), 0, "there is a pattern '" + pattern + "' already, in " + other);
      }
      put(file, pattern);
      refused.remove(file.name());
    } catch (ConfigException e) {
      if (!file.equals(refused.put(file.name(), file))) {
        refusals.accept(new Refusal(file, e.getMessage()));
      }
    }
  }

  private void put(Source file, String pattern) {
    names.values().remove(file.name());
    names.put(pattern, file.name());
    inForce.put(file.name(), file);
  }
}
