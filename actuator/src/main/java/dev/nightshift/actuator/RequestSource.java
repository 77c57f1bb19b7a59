package dev.nightshift.actuator;

import java.time.Duration;
import java.util.List;

/**
 * A durable stream of messages that are read again until they are committed. Used by one thread;
 * only {@link #wakeUp} may be called by another.
 */
public interface RequestSource extends AutoCloseable {

  /**
   * One message's bytes, as they came.
   *
   * @param receivedAt the time stamp that the broker keeps for it, milliseconds since 1970
   */
  record Message(String topic, byte[] value, long receivedAt) {}

  /** The next messages in order; none if nothing came in time or after {@link #wakeUp}. */
  List<Message> poll(Duration timeout);

  /** Never deliver again what was polled so far. */
  void commit();

  /** Deliver again what was polled since the last commit. */
  void rewind();

  /** True if nothing that was there at the start is still unread. */
  boolean caughtUp();

  /** Ends a running or the next poll early. */
  void wakeUp();

  @Override
  void close();
}
