package dev.nightshift.job.operator;

import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.model.ModelAnnouncement;
import java.util.List;

/**
 * Windows for one request to a model that is served elsewhere.
 *
 * @param model as it was announced
 * @param windows at most as many as a micro-batch has
 * @param compared whether another model scores the same entities
 */
public record ServedBatch(ModelAnnouncement model, List<FeatureWindow> windows, boolean compared) {}
