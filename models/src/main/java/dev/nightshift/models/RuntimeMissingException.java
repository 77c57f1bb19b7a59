package dev.nightshift.models;

import java.io.IOException;

/**
 * The library that a kind of model is computed by is not there; nothing is wrong with the model.
 */
public final class RuntimeMissingException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message names the library and where it has to be
   */
  public RuntimeMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}
