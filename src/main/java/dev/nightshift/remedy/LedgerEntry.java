package dev.nightshift.remedy;

/**
 * An action that was begun.
 *
 * @param key idempotency key of the request
 * @param at when it was begun, in the ledger's time
 */
public record LedgerEntry(
    String key, String incident, String target, String action, boolean undo, long at) {}
