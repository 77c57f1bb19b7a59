/** Checks of models of every kind. */
package dev.nightshift.models.check;
