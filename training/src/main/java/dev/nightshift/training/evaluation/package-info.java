/**
 * How good a detector is on labelled recordings: the measures of the TSB-AD benchmark and those
 * that the person on call feels. Pure functions.
 */
package dev.nightshift.training.evaluation;
