/** Well-known detectors, to see on the same recordings what ours is worth. Not part of the job. */
package dev.nightshift.training.baseline;
