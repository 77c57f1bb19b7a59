package dev.nightshift.models.remote;

import java.io.IOException;

/** A server did not score. Its message never holds credentials. */
public final class RemoteException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean transientFailure;

  private RemoteException(String message, Throwable cause, boolean transientFailure) {
    super(message, cause);
    this.transientFailure = transientFailure;
  }

  /** It may work when tried again: overload, an error of the server. */
  static RemoteException forNow(String message) {
    return new RemoteException(message, null, true);
  }

  /** It will not work when tried again: a wrong request, a wrong answer, no permission. */
  static RemoteException forGood(String message, Throwable cause) {
    return new RemoteException(message, cause, false);
  }

  /** Whether trying again makes sense. */
  public boolean isTransient() {
    return transientFailure;
  }
}
