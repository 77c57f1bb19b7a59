/**
 * What telemetry itself says about where a problem began: every entity is measured against its own
 * past, whether or not a detector called it anomalous, and what deviates there is told from what is
 * only suffered from a callee.
 *
 * <p>{@link dev.nightshift.diagnose.evidence.TraceDigest} takes a finished trace apart into {@link
 * dev.nightshift.diagnose.evidence.Observation observations}; {@link
 * dev.nightshift.diagnose.evidence.EvidenceRecorder} keeps those of one service, bounded. When
 * something is wrong {@link dev.nightshift.diagnose.evidence.Inquirer} asks each service of the
 * system; it answers with {@link dev.nightshift.diagnose.evidence.ServiceFindings}, and {@link
 * dev.nightshift.diagnose.evidence.CauseFinder} ranks the causes. So what is remembered and
 * measured is divided by service, and only answers meet.
 */
package dev.nightshift.diagnose.evidence;
