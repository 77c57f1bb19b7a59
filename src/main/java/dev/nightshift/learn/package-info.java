/** Learning from outcomes: which action heals which problem. */
package dev.nightshift.learn;
