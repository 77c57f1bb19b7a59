/** Runs the simulated shop against the clock on the wall and sends its telemetry out. */
package dev.nightshift.local.shop;
