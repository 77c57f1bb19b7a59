/**
 * The commands of {@code nightshift}, and what they have in common: errors in words, exit codes,
 * checks.
 */
package dev.nightshift.local.cli;
