package dev.nightshift.job.projection;

/**
 * A well-formed record that the database would refuse. It goes to the dead letters: retrying it
 * would hold up every record behind it.
 */
public final class UnprojectableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnprojectableException(String message) {
    super(message);
  }
}
