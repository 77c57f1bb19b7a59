package dev.nightshift.job.operator;

import dev.nightshift.contract.FeatureSample;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.model.ModelAnnouncement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes training samples of windows. */
final class Samples {

  private Samples() {}

  /**
   * The newest step of a window.
   *
   * @param model that asked for it; null if none did, and the window names its features itself
   * @param stepMillis of windows without a model
   */
  static FeatureSample newest(FeatureWindow window, ModelAnnouncement model, long stepMillis) {
    int features = window.features();
    List<Float> values = new ArrayList<>(features);
    for (int i = 0; i < features; i++) {
      values.add(window.newestValue(i));
    }
    List<String> names =
        model == null
            ? Arrays.asList(window.featureNames())
            : model.features().features().stream().map(FeatureDefinition::name).toList();
    return FeatureSample.newBuilder()
        .setEntity(window.entity().key())
        .setModel(window.model())
        .setStepEnd(window.stepEnd())
        .setStepMillis((int) (model == null ? stepMillis : model.features().stepMillis()))
        .setFeatures(names)
        .setValues(values)
        .setScore(Float.NaN)
        .setThreshold(Float.NaN)
        .build();
  }
}
