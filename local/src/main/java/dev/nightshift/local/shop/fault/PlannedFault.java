package dev.nightshift.local.shop.fault;

/**
 * A fault that is to come.
 *
 * @param number from 0
 * @param atMillis after the start of the simulation; later if another lasts longer
 * @param severity 0 to 1
 * @param onCallAfterMillis after its start, the person on call has repaired it if nobody else has
 */
public record PlannedFault(
    int number,
    long atMillis,
    FaultKind kind,
    String service,
    double severity,
    long onCallAfterMillis) {}
