/** The Numenta Anomaly Benchmark, run through the job's own operators. */
package dev.nightshift.local.nab;
