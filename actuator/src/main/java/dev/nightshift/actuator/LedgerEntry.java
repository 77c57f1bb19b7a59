package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;

/**
 * An action that this actuator has to see through.
 *
 * @param interrupted another actuator began it and fell silent: it may have happened already
 * @param dryRun claimed only to be planned
 */
record LedgerEntry(ActionRequest request, boolean interrupted, boolean dryRun) {

  String key() {
    return request.getKey();
  }
}
