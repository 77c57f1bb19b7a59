package dev.nightshift.feature.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.StringTokenizer;

/**
 * Groups log records by template with a parse tree of fixed depth (He, Zhu, Zheng and Lyu, "Drain",
 * ICWS 2017). The tree is kept flat: a leaf is named by the number of tokens and the first tokens.
 * In a leaf, a record joins the template with the largest share of equal tokens, if that reaches
 * the threshold; tokens that differ become {@code <*>}. Bounded: beyond the maximum the template
 * that was used longest ago is forgotten. Stateless and thread-safe; all memory is in the {@link
 * MinerState}.
 */
public final class TemplateMiner {

  private static final int MAX_TOKENS = 128;

  private final int maxTemplates;
  private final int prefix;
  private final double similarity;

  /** Everything is new to whoever has just begun to listen: so many records only teach. */
  private static final int WARM_UP = 60;

  private final int warmUp;

  /** 1,000 templates, one leading token, similarity 0.4 (the paper's middle values); 60 teach. */
  public TemplateMiner() {
    this(1_000, 1, 0.4, WARM_UP);
  }

  /**
   * @param maxTemplates per state
   * @param prefix leading tokens that must agree (Drain's depth less two)
   * @param similarity least share of equal tokens, in (0, 1]
   * @param warmUp first records, among which nothing is called new
   */
  public TemplateMiner(int maxTemplates, int prefix, double similarity, int warmUp) {
    if (maxTemplates < 1 || prefix < 0 || !(similarity > 0 && similarity <= 1) || warmUp < 0) {
      throw new IllegalArgumentException("templates and similarity must be positive");
    }
    this.maxTemplates = maxTemplates;
    this.prefix = prefix;
    this.similarity = similarity;
    this.warmUp = warmUp;
  }

  public TemplateMatch match(MinerState state, String body) {
    String[] tokens = tokens(body);
    List<LogTemplate> leaf =
        state.leaves.computeIfAbsent(leaf(tokens), k -> new MinerState.Leaf()).templates;
    LogTemplate template = best(leaf, tokens);
    boolean isNew = template == null;
    state.clock++;
    if (isNew) {
      template = new LogTemplate();
      template.id = id(tokens);
      template.tokens = tokens;
      leaf.add(template);
      state.size++;
    } else {
      generalise(template, tokens);
    }
    template.count++;
    template.used = state.clock;
    if (state.size > maxTemplates) {
      forgetOldest(state);
    }
    return new TemplateMatch(
        template.id, String.join(" ", template.tokens), isNew && state.clock > warmUp);
  }

  private static String[] tokens(String body) {
    StringTokenizer words = new StringTokenizer(body);
    List<String> tokens = new ArrayList<>();
    while (words.hasMoreTokens() && tokens.size() < MAX_TOKENS) {
      tokens.add(TokenMask.mask(words.nextToken()));
    }
    return tokens.toArray(new String[0]);
  }

  private String leaf(String[] tokens) {
    StringBuilder leaf = new StringBuilder().append(tokens.length);
    for (int i = 0; i < Math.min(prefix, tokens.length); i++) {
      // As in the paper: a token with digits is no landmark.
      boolean digits = tokens[i].chars().anyMatch(Character::isDigit);
      leaf.append('\u0001').append(digits ? TokenMask.WILDCARD : tokens[i]);
    }
    return leaf.toString();
  }

  private LogTemplate best(List<LogTemplate> leaf, String[] tokens) {
    LogTemplate best = null;
    int most = -1;
    for (LogTemplate template : leaf) {
      int equal = 0;
      int wild = 0;
      for (int i = 0; i < tokens.length; i++) {
        if (template.tokens[i].equals(TokenMask.WILDCARD)) {
          wild++;
        } else if (template.tokens[i].equals(tokens[i])) {
          equal++;
        }
      }
      // Only the fixed words count: what varies fits anything, and proves nothing.
      if (equal >= similarity * (tokens.length - wild) && equal > most) {
        most = equal;
        best = template;
      }
    }
    return best;
  }

  private static void generalise(LogTemplate template, String[] tokens) {
    String[] general = null;
    for (int i = 0; i < tokens.length; i++) {
      if (!template.tokens[i].equals(tokens[i]) && !template.tokens[i].equals(TokenMask.WILDCARD)) {
        general = general == null ? template.tokens.clone() : general;
        general[i] = TokenMask.WILDCARD;
      }
    }
    if (general != null) {
      template.tokens = general;
    }
  }

  private static void forgetOldest(MinerState state) {
    LogTemplate oldest = null;
    for (MinerState.Leaf leaf : state.leaves.values()) {
      for (LogTemplate template : leaf.templates) {
        oldest = oldest == null || template.used < oldest.used ? template : oldest;
      }
    }
    for (Iterator<MinerState.Leaf> leaves = state.leaves.values().iterator(); leaves.hasNext(); ) {
      List<LogTemplate> leaf = leaves.next().templates;
      if (leaf.remove(oldest)) {
        state.size--;
        if (leaf.isEmpty()) {
          leaves.remove();
        }
        return;
      }
    }
  }

  /** FNV-1a of the words of the first record: the same in every process and after every restart. */
  private static String id(String[] tokens) {
    long hash = 0xcbf29ce484222325L;
    for (String token : tokens) {
      for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
      }
      hash = (hash ^ ' ') * 0x100000001b3L;
    }
    return HexFormat.of().toHexDigits(hash);
  }
}
