package dev.nightshift.actuator.action;

import java.time.Duration;

/** Asked before every attempt: may this action still begin? */
public interface ExecutionGate {

  /** False once automation was halted for the action's scope, or if that cannot be found out. */
  boolean open();

  /**
   * Waits, but no longer than the gate stays open.
   *
   * @throws InterruptedException if the actuator is closing
   */
  void pause(Duration time) throws InterruptedException;
}
