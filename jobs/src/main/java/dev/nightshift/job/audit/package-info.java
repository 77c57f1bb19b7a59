/**
 * The audit log: what was decided, ordered, done and said by people, in a chain of hashes that
 * shows any later change.
 */
package dev.nightshift.job.audit;
