package dev.nightshift.actuator.notify;

/**
 * A way to reach people. A notice may come more than once: where the receiver can tell, it counts
 * once. Thread-safe; bounds every wait.
 */
public interface Channel {

  /** The name of its section in the configuration. */
  String name();

  /**
   * Tries once.
   *
   * @throws InterruptedException if the actuator is closing
   */
  Delivery deliver(Notice notice) throws InterruptedException;
}
