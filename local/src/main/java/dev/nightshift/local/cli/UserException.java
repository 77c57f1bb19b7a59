package dev.nightshift.local.cli;

/**
 * A failure whose message tells a person at a terminal what is wrong and what to do: it is shown as
 * it is, without its type. A command throws it for what the user can change; the exit code is 1.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure without a deeper cause.
   *
   * @param message one or more lines, complete sentences
   */
  public UserException(String message) {
    super(message);
  }

  /**
   * A failure whose cause goes to the log file.
   *
   * @param message one or more lines, complete sentences
   */
  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
