package dev.nightshift.feature.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The templates of one entity. A POJO for keyed state; the miner's limit bounds it. */
public class MinerState {

  /** By leaf of the parse tree: number of tokens and first tokens. */
  public Map<String, Leaf> leaves = new HashMap<>();

  public int size;

  /** Records seen: orders templates by use. */
  public long clock;

  public MinerState() {}

  /** The templates of one leaf. A class of its own, because state has no lists in maps. */
  public static class Leaf {

    public List<LogTemplate> templates = new ArrayList<>();

    public Leaf() {}
  }
}
