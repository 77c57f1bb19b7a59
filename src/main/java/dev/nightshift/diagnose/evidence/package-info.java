/**
 * What telemetry itself says about where a problem began: every entity is measured against its own
 * past, whether or not a detector called it anomalous, and what deviates there is told from what is
 * only suffered from a callee.
 *
 * <p>{@link dev.nightshift.diagnose.evidence.TraceDigest} takes a finished trace apart into {@link
 * dev.nightshift.diagnose.evidence.Observation observations}; {@link
 * dev.nightshift.diagnose.evidence.EvidenceRecorder} keeps them, bounded; {@link
 * dev.nightshift.diagnose.evidence.CauseFinder} ranks the causes of a symptom.
 */
package dev.nightshift.diagnose.evidence;
