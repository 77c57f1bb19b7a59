package dev.nightshift.job.operator;

import dev.nightshift.detect.Score;
import dev.nightshift.feature.FeatureWindow;

/**
 * What became of one window that went to a served model: its score, or the window again.
 *
 * @param score null if there is none
 * @param unscored null if there is a score
 * @param compared whether another model scores the same entity
 */
public record ServedResult(Score score, FeatureWindow unscored, boolean compared) {}
