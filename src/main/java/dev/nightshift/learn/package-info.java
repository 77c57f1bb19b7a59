/**
 * Learning from outcomes: which action heals which problem, and whether a newer model may take over
 * from the one in force.
 */
package dev.nightshift.learn;
