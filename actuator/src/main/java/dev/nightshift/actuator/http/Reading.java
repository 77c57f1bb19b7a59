package dev.nightshift.actuator.http;

import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;

/**
 * What an answer says about an action.
 *
 * @param detail one sentence for people; the receiver's own words where there are some
 */
public record Reading(State state, String detail) {

  private static final int LONGEST_DETAIL = 500;

  /** How far the action is. */
  public enum State {
    SUCCEEDED,
    FAILED,
    /** Begun and not yet ended. */
    RUNNING,
    /** The receiver has no record of it. */
    ABSENT,
    /** The answer is none: whether it happened is not known. */
    UNREADABLE
  }

  public Reading {
    detail =
        detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "...";
  }

  /** True if the action has ended. */
  public boolean isOutcome() {
    return state == State.SUCCEEDED || state == State.FAILED;
  }

  ProviderAnswer answer(int attempts) {
    Outcome outcome = state == State.SUCCEEDED ? Outcome.SUCCEEDED : Outcome.FAILED;
    return new ProviderAnswer(outcome, detail, attempts);
  }

  public static Reading succeeded(String detail) {
    return new Reading(State.SUCCEEDED, detail);
  }

  public static Reading failed(String detail) {
    return new Reading(State.FAILED, detail);
  }

  public static Reading running() {
    return new Reading(State.RUNNING, "still executing at the receiver");
  }

  public static Reading absent() {
    return new Reading(State.ABSENT, "the receiver has no record of it");
  }

  public static Reading unreadable() {
    return new Reading(State.UNREADABLE, "an answer that is none");
  }
}
