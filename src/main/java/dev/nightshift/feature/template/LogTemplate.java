package dev.nightshift.feature.template;

/** One template: words, and {@code <*>} where they vary. A POJO for keyed state. */
public class LogTemplate {

  /** 16 hexadecimal digits; stays the same while the template becomes more general. */
  public String id = "";

  public String[] tokens = new String[0];

  /** Records that matched. */
  public long count;

  /** {@link MinerState#clock} of the newest match. */
  public long used;

  /** Ids of the templates that became part of this one, the newest only; null for none. */
  public String[] absorbed;

  public LogTemplate() {}

  /** The words. */
  String text() {
    return String.join(" ", tokens);
  }
}
