package dev.nightshift.actuator;

import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.DeadLetter;

/** Where results go. Both methods return when the message is safe, or throw. Thread-safe. */
public interface ResultSink extends AutoCloseable {

  /** Publishes a result; the same one may come twice if a process dies in between. */
  void publish(ActionResult result);

  /** Keeps a message that could not be used. */
  void deadLetter(DeadLetter letter);

  @Override
  void close();
}
