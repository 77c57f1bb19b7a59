/**
 * The incident life cycle: from anomalies and diagnoses to repairs, verification and feedback.
 * Pure: state and times come in, {@link dev.nightshift.incident.Effects} go out.
 */
package dev.nightshift.incident;
