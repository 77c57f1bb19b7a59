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

  /** Why; short and stable, fit for metrics and tables; and how to mend it. */
  public enum Reason {
    /** The bytes are not those that were announced. */
    HASH_MISMATCH("Somebody wrote the file while it was read: publish it under a new version."),
    /** The library that computes this kind of model is not there. */
    NO_RUNTIME("Put what models/README.md names into Flink's lib/, or export the model to ONNX."),
    /** The runtime cannot load the bytes. */
    NOT_A_GRAPH("Export it again and copy it whole: write beside the target, then rename."),
    NO_MANIFEST(
        "Put the manifest's JSON into the ONNX metadata under nightshift.manifest; nightshift train"
            + " does so."),
    BAD_MANIFEST("Compare it with the fields that models/README.md lists."),
    /** The manifest names another model or version than the folder that the file lies in. */
    WRONG_NAME("Move the file to NAME/VERSION/model.onnx as its manifest names them."),
    /** Names or types of inputs and outputs. */
    WRONG_SIGNATURE(
        "One float32 input, windows; two float32 outputs, score and feature_error: rename them in"
            + " the export."),
    /** The shapes do not fit the window and the feature list. */
    WRONG_SHAPE(
        "Window and features of the manifest have to be those that the graph was trained on, and"
            + " the batch has to be dynamic."),
    /** It does not compute what it computed when it was made. */
    SELF_TEST("Export it again with a self-test that this very graph computed."),
    /** A score is not a number for a window with gaps, or for an empty one. */
    NOT_FINITE("Replace NaN, which stands for missing, at the beginning of the graph."),
    TOO_SLOW("Make the network smaller or its window shorter."),
    /** It fails while running. */
    FAILS("The message of the runtime names the operator that fails.");

    private final String advice;

    Reason(String advice) {
      this.advice = advice;
    }

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** One sentence for people: how to mend it. */
    public String advice() {
      return advice;
    }
  }
}
