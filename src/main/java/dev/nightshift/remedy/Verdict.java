package dev.nightshift.remedy;

/** What the policy engine says. */
public enum Verdict {
  /** Act at once. */
  ACT,
  /** Ask a person first. */
  ASK,
  /** Only say what would be done. */
  SAY,
  /** Nothing now; a better diagnosis or the end of a limit may change that. */
  WAIT,
  /** Nothing is allowed: a person is needed. */
  NOTHING
}
