package dev.nightshift.feature.template;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/**
 * Groups log records by template, online and in bounded memory.
 *
 * <p>A parse tree of fixed depth as in Drain (He, Zhu, Zheng and Lyu, ICWS 2017), kept flat: a leaf
 * is named by the number of tokens and the first token. Unlike Drain, which lets records of a leaf
 * share a template if enough of their words are equal, a word counts as constant until it is proven
 * to vary: a record must agree with its template in every constant, and only when {@value #VARIES}
 * templates differ in one and the same token do they become one, with {@code <*>} there (the number
 * of children decides, as in Brain: Yu et al., IEEE TSC 2023). So "link up" and "link down" stay
 * apart, and the names of a hundred users do not. What is a variable by its looks never comes so
 * far: see {@link TokenMask}.
 *
 * <p>Beyond the maximum the template that was used longest ago is forgotten. Stateless and
 * thread-safe; all memory is in the {@link MinerState}.
 */
public final class TemplateMiner {

  /** Different words in one place that prove that it varies. */
  private static final int VARIES = 5;

  /** Everything is new to whoever has just begun to listen: so many records only teach. */
  private static final int WARM_UP = 60;

  private final int maxTemplates;
  private final int warmUp;

  /** 1,000 templates; 60 records teach. */
  public TemplateMiner() {
    this(1_000, WARM_UP);
  }

  /**
   * @param maxTemplates per state
   * @param warmUp first records, among which nothing is called new
   */
  public TemplateMiner(int maxTemplates, int warmUp) {
    if (maxTemplates < 1 || warmUp < 0) {
      throw new IllegalArgumentException(
          "there must be room for a template, and no less warm-up than none");
    }
    this.maxTemplates = maxTemplates;
    this.warmUp = warmUp;
  }

  public TemplateMatch match(MinerState state, String body) {
    String[] tokens = LogTokens.of(body);
    String key = leaf(tokens);
    MinerState.Leaf leaf = state.leaves.get(key);
    if (leaf == null) {
      leaf = new MinerState.Leaf();
      state.leaves.put(key, leaf);
    }
    state.clock++;
    LogTemplate template = find(leaf.templates, tokens);
    boolean isNew = template == null;
    if (isNew) {
      template = create(tokens);
      leaf.templates.add(template);
      state.size++;
      LogTemplate merged = merge(state, leaf.templates, template);
      // One word more in a place that varies is nothing new.
      isNew = merged.count == 0;
      template = merged;
    }
    template.count++;
    template.used = state.clock;
    if (state.size > maxTemplates) {
      forgetOldest(state);
    }
    return new TemplateMatch(template.id, template.text(), isNew && state.clock > warmUp);
  }

  private static String leaf(String[] tokens) {
    return tokens.length == 0 ? "0" : tokens.length + " " + tokens[0];
  }

  private static LogTemplate create(String[] tokens) {
    LogTemplate template = new LogTemplate();
    template.id = id(tokens);
    template.tokens = tokens;
    return template;
  }

  /** The template with most equal tokens of those that agree in every constant; or null. */
  private static LogTemplate find(List<LogTemplate> templates, String[] tokens) {
    LogTemplate best = null;
    int most = -1;
    for (int i = 0; i < templates.size(); i++) {
      LogTemplate template = templates.get(i);
      int equal = equalTokens(template.tokens, tokens);
      if (equal > most) {
        best = template;
        most = equal;
        if (equal == tokens.length) {
          break;
        }
      }
    }
    return best;
  }

  /** Number of equal tokens; -1 if a constant differs. */
  private static int equalTokens(String[] template, String[] tokens) {
    int equal = 0;
    for (int i = 0; i < tokens.length; i++) {
      if (template[i].equals(tokens[i])) {
        equal++;
      } else if (!Slot.fits(template[i], tokens[i])) {
        return -1;
      }
    }
    return equal;
  }

  /** Makes one of templates that differ in one token, as long as there are such. */
  private static LogTemplate merge(
      MinerState state, List<LogTemplate> templates, LogTemplate template) {
    LogTemplate merged = template;
    for (int at = 1; at < merged.tokens.length; at++) {
      List<LogTemplate> siblings = Slot.siblings(templates, merged.tokens, at);
      String slot = Slot.of(siblings, at, VARIES);
      if (slot != null) {
        LogTemplate eldest = Slot.unite(siblings, at, slot);
        siblings.remove(eldest);
        templates.removeAll(siblings);
        state.size -= siblings.size();
        merged = eldest;
        at = 0;
      }
    }
    return merged;
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
