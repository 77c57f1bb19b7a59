/** Runs the job's own detection, and baselines, over recorded data, and measures both. */
package dev.nightshift.local.evaluate;
