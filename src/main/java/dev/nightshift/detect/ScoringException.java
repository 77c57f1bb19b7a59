package dev.nightshift.detect;

/** A model could not score a batch. */
public final class ScoringException extends Exception {

  public ScoringException(String message, Throwable cause) {
    super(message, cause);
  }
}
