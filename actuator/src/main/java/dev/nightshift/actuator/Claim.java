package dev.nightshift.actuator;

/** What became of a request when it was offered to the ledger. */
enum Claim {
  /** It will be executed. */
  CLAIMED,
  /** It is in the ledger as refused, with the reason. */
  REFUSED,
  /** Its key was there already with the same request: nothing to do. */
  DUPLICATE,
  /** Its key was there already with a different request, which stays the one that counts. */
  CONFLICT
}
