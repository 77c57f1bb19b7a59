package dev.nightshift.training;

/** No model can be made from this; the message says why. */
public final class TrainingException extends Exception {

  public TrainingException(String message) {
    super(message);
  }

  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
