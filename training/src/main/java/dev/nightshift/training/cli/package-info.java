/** The command line of training. */
package dev.nightshift.training.cli;
