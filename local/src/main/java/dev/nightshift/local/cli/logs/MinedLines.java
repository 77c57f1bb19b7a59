package dev.nightshift.local.cli.logs;

import dev.nightshift.feature.template.LogTemplate;
import dev.nightshift.feature.template.MinerState;
import dev.nightshift.feature.template.TemplateMiner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The template of each line, by the job's own miner, in the order of the lines. Templates that
 * became one later count as one for earlier lines too.
 */
final class MinedLines {

  private final TemplateMiner miner = new TemplateMiner();
  private final MinerState state = new MinerState();
  private final List<String> ids = new ArrayList<>();

  void add(String body) {
    ids.add(miner.match(state, body).id());
  }

  /** The id of each line's template as all lines have made it. */
  List<String> templates() {
    Map<String, String> eldest = new HashMap<>();
    for (MinerState.Leaf leaf : state.leaves.values()) {
      for (LogTemplate template : leaf.templates) {
        for (String id : template.absorbed == null ? new String[0] : template.absorbed) {
          eldest.put(id, template.id);
        }
      }
    }
    return ids.stream().map(id -> eldest.getOrDefault(id, id)).toList();
  }
}
