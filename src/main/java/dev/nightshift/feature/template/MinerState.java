package dev.nightshift.feature.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The templates of one entity. A POJO for keyed state; the miner's limit bounds it. */
public class MinerState {

  /** By leaf of the parse tree: number of tokens and first tokens. */
  public Map<String, List<LogTemplate>> leaves = new HashMap<>();

  public int size;

  /** Records seen: orders templates by use. */
  public long clock;

  public MinerState() {}
}
