package dev.nightshift.local.backtest;

/**
 * An anomaly as the picture shows it.
 *
 * @param entity whose it is
 * @param onset first strange step, event time
 * @param ended first quiet step; 0 if it lasts until the recording ends
 * @param feature that contributed most; empty if none is known
 */
record AnomalyBar(String id, String entity, long onset, long ended, String feature) {}
