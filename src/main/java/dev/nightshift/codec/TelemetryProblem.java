package dev.nightshift.codec;

/**
 * One item of a payload that was refused while the rest of the payload was read.
 *
 * @param detail for people: which item, and what was wrong with it
 */
public record TelemetryProblem(Reason reason, String detail) {

  /** Why; few values, fit for a metric's label. */
  public enum Reason {
    /** The resource names neither service nor host nor deployment. */
    NO_ENTITY,
    /** No time stamp. */
    NO_TIME,
    /** A time stamp further ahead of the clock than allowed. */
    FUTURE_TIME,
    /** No value, or one that is not finite. */
    NOT_A_NUMBER,
    /** Buckets and bounds do not fit, bounds do not ascend, counts are negative or too many. */
    BAD_HISTOGRAM,
    /** A metric without name, type or temporality. */
    BAD_METRIC,
    /** A span without valid ids, or one that ends before it starts. */
    BAD_SPAN,
    /** An event whose type names no kind of change. */
    UNKNOWN_EVENT
  }
}
