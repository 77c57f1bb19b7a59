/**
 * What a single machine has to run: broker, database, and Flink clusters inside and outside this
 * process.
 */
package dev.nightshift.local.runtime;
