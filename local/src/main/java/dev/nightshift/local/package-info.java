/** The {@code nightshift} command, and Nightshift on one machine. */
package dev.nightshift.local;
