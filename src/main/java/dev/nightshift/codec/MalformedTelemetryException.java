package dev.nightshift.codec;

/** A whole payload that cannot be read. It belongs on the dead-letter topic, with its reason. */
public final class MalformedTelemetryException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why; few values, fit for a metric's label. */
  public enum Reason {
    /** Larger than the limit. */
    TOO_LARGE,
    /** Not protobuf, or not of the expected message. */
    BAD_PROTOBUF,
    /** Not JSON, or not of the expected message. */
    BAD_JSON
  }

  private final Reason reason;
  private final String detail;

  public MalformedTelemetryException(Reason reason, String detail) {
    super(reason + ": " + detail);
    this.reason = reason;
    this.detail = detail;
  }

  public MalformedTelemetryException(Reason reason, String detail, Throwable cause) {
    super(reason + ": " + detail, cause);
    this.reason = reason;
    this.detail = detail;
  }

  public Reason reason() {
    return reason;
  }

  /** For people; one line, at most some hundred characters. */
  public String detail() {
    return detail;
  }
}
