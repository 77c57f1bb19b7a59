package dev.nightshift.local.cli;

import dev.nightshift.contract.ControlMessage;

/** Signs what a person says. */
@FunctionalInterface
interface MessageSigner {

  /** A copy with key id and signature. */
  ControlMessage sign(ControlMessage message);
}
