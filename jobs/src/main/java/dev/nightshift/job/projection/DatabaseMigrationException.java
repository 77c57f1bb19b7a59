package dev.nightshift.job.projection;

/** The incident database could not be reached or brought up to date; the message says why. */
public final class DatabaseMigrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DatabaseMigrationException(String message, Throwable cause) {
    super(message, cause);
  }
}
