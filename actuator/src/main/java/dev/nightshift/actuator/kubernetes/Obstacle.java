package dev.nightshift.actuator.kubernetes;

/** Why something must not be done, in words for people. */
final class Obstacle extends Exception {

  private static final long serialVersionUID = 1;

  Obstacle(String why) {
    super(why, null, false, false);
  }
}
