package dev.nightshift.job.operator;

import dev.nightshift.contract.ControlMessage;

/**
 * A control message as it came from the broker.
 *
 * @param message null if the bytes were not one
 * @param receivedAt the broker's time stamp
 * @param original the bytes
 */
public record ReceivedControl(ControlMessage message, long receivedAt, byte[] original) {}
