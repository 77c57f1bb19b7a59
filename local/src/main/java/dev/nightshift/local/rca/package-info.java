/**
 * {@code nightshift rca}: recorded cases through the job's own operators, and how often the right
 * cause came first.
 */
package dev.nightshift.local.rca;
