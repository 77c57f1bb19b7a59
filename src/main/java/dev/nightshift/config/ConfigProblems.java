package dev.nightshift.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with one file, gathered so that a person hears of all of it at once. */
final class ConfigProblems {

  private final List<ConfigException> found = new ArrayList<>();

  /**
   * Notes a problem. A second one of the same key is left out: it follows from the first, because
   * what is read on is not what the file says.
   */
  void add(ConfigException problem) {
    boolean known =
        found.stream()
            .anyMatch(
                other ->
                    other.line() == problem.line()
                        && other.place().equals(problem.place())
                        && !other.place().isEmpty());
    if (!known) {
      found.add(problem);
    }
  }

  /**
   * Tells all of them.
   *
   * @throws ConfigException if there is any
   */
  void raise() {
    found.sort(Comparator.comparingInt(ConfigException::line));
    if (found.size() == 1) {
      throw found.get(0);
    }
    if (!found.isEmpty()) {
      throw new ConfigException(found);
    }
  }
}
