package dev.nightshift.local.backtest;

/**
 * How far the recording was read.
 *
 * @param rows of the recording
 * @param signals good ones that were given to the job
 * @param skipped items of kinds that no source of the job reads
 * @param beginMillis event time of the oldest signal; 0 before the first
 * @param reachedMillis event time of the newest signal
 * @param done whether nothing is left
 */
public record ReadProgress(
    long rows, long signals, long skipped, long beginMillis, long reachedMillis, boolean done) {}
