package dev.nightshift.remedy;

import dev.nightshift.contract.ControlKind;

/** What a signing key may order, from least to most; each role includes the ones before it. */
public enum Role {
  VIEWER,
  OPERATOR,
  APPROVER,
  ADMIN;

  /**
   * Stopping is easier than starting: an operator may halt everything, only an admin may resume
   * everything.
   */
  public boolean may(ControlKind kind, String scope) {
    return compareTo(needed(kind, scope)) >= 0;
  }

  /** The least role that may give this order. */
  public static Role needed(ControlKind kind, String scope) {
    return switch (kind) {
      case LABEL, SILENCE, UNSILENCE, HALT, ESCALATE, CLOSE, ACKNOWLEDGE -> OPERATOR;
      case APPROVE, REJECT, OVERRIDE -> APPROVER;
      case RESUME -> "*".equals(scope) ? ADMIN : APPROVER;
    };
  }
}
