package dev.nightshift.local.cli;

/** What was asked for makes no sense as things stand. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
