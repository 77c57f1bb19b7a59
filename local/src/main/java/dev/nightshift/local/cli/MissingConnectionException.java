package dev.nightshift.local.cli;

/** Nothing says where a part of the system is; the message says how to tell. */
final class MissingConnectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingConnectionException(String message) {
    super(message);
  }
}
