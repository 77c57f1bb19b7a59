package dev.nightshift.diagnose;

/**
 * Calls from one service to another, summed over a short time.
 *
 * @param caller entity key
 * @param callee entity key
 * @param timeMillis end of the interval
 * @param calls number of calls
 * @param errors calls that failed
 * @param totalMillis sum of their durations, seen by the caller where known
 */
public record CallEdge(
    String system,
    String caller,
    String callee,
    long timeMillis,
    long calls,
    long errors,
    double totalMillis) {}
