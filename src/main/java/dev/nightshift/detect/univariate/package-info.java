/** The streaming detector for a single series without a model. */
package dev.nightshift.detect.univariate;
