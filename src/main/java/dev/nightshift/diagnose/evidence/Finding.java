package dev.nightshift.diagnose.evidence;

/**
 * One thing that is not as it was, at one entity. A POJO.
 *
 * @param entity entity key, with the instance where it is known
 * @param sign what kind of thing
 * @param region where inside the entity: two events of its code, a metric, or an operation
 * @param weight how surely, in nats; not negative
 * @param partner entity key at service level that shares in a {@link Sign#GAP}; empty otherwise
 * @param text in words and numbers
 */
public record Finding(
    String entity, Sign sign, String region, double weight, String partner, String text) {

  /** Kinds of signs. */
  public enum Sign {
    CPU,
    MEMORY,
    OTHER_RESOURCE,
    LATENCY,
    ERRORS,
    GAP,
    SELF,
    STEP,
    /** New code shortly before. */
    RELEASE,
    /** New settings shortly before. */
    CONFIGURATION,
    /** An alarm of another system, or a change that systems make by themselves. */
    NOTICE
  }
}
