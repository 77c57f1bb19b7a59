package dev.nightshift.models;

import java.util.Locale;

/** A model is not fit to score. The job goes on with the last good version and says why. */
public final class ModelRefusedException extends Exception {

  private final String model;
  private final Reason reason;
  private final String detail;

  public ModelRefusedException(String model, Reason reason, String detail) {
    this(model, reason, detail, null);
  }

  public ModelRefusedException(String model, Reason reason, String detail, Throwable cause) {
    super("model " + model + " is refused: " + reason.code() + ": " + detail, cause);
    this.model = model;
    this.reason = reason;
    this.detail = detail;
  }

  /** {@code name@version} as the store has it. */
  public String model() {
    return model;
  }

  public Reason reason() {
    return reason;
  }

  /** For people: what was found and what was expected. */
  public String detail() {
    return detail;
  }

  /** Why; short and stable, fit for metrics and tables. */
  public enum Reason {
    /** The bytes are not those that were announced. */
    HASH_MISMATCH,
    /** ONNX Runtime cannot load the bytes. */
    NOT_A_GRAPH,
    NO_MANIFEST,
    BAD_MANIFEST,
    /** The manifest names another model or version than the folder that the file lies in. */
    WRONG_NAME,
    /** Names or types of inputs and outputs. */
    WRONG_SIGNATURE,
    /** The shapes do not fit the window and the feature list. */
    WRONG_SHAPE,
    /** It does not compute what it computed when it was made. */
    SELF_TEST,
    /** A score is not a number for a window with gaps, or for an empty one. */
    NOT_FINITE,
    TOO_SLOW,
    /** It fails while running. */
    FAILS;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
