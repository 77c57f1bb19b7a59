package dev.nightshift.local.cli.logs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well lines were grouped by template.
 *
 * @param lines number of lines
 * @param templates groups found
 * @param trueTemplates groups there are
 * @param ga grouping accuracy: part of the lines whose group holds just the lines of their true one
 *     (Zhu et al., ICSE-SEIP 2019)
 * @param fga F1 score over groups instead of lines (Jiang et al., ISSTA 2024)
 */
record GroupingScore(int lines, int templates, int trueTemplates, double ga, double fga) {

  /**
   * Scores a grouping.
   *
   * @param found the group of each line
   * @param truth the true group of each line
   */
  static GroupingScore of(List<String> found, List<String> truth) {
    Map<String, List<Integer>> groups = group(found);
    Map<String, List<Integer>> trueGroups = group(truth);
    Set<List<Integer>> right = new HashSet<>(trueGroups.values());
    right.retainAll(new HashSet<>(groups.values()));
    int lines = right.stream().mapToInt(List::size).sum();
    double precision = (double) right.size() / groups.size();
    double recall = (double) right.size() / trueGroups.size();
    return new GroupingScore(
        found.size(),
        groups.size(),
        trueGroups.size(),
        (double) lines / found.size(),
        precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall));
  }

  private static Map<String, List<Integer>> group(List<String> names) {
    Map<String, List<Integer>> groups = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      groups.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(i);
    }
    return groups;
  }
}
