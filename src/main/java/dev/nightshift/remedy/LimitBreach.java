package dev.nightshift.remedy;

/**
 * A limit that stops an action.
 *
 * @param text the reason in words and numbers
 * @param until when it lifts by itself, in the ledger's time; 0 if unknown
 */
public record LimitBreach(Limit limit, String text, long until) {}
