package dev.nightshift.training;

import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.models.LoadedModel;
import java.util.List;

/**
 * What to train on, and what the model is to be.
 *
 * @param name of the model; the same name as the champion that it is to replace
 * @param version sortable: greater than all before
 * @param selector entities that it will score
 * @param features candidates in order; those absent from the data are left out of the model
 * @param series histories of one or several entities, all with the same step
 * @param champion the model in force, to compare with; null if there is none
 */
public record TrainingRequest(
    String name,
    String version,
    EntitySelector selector,
    List<FeatureDefinition> features,
    List<Series> series,
    TrainingOptions options,
    LoadedModel champion,
    Progress progress) {

  /** Without a champion, in silence, with the default options. */
  public static TrainingRequest of(
      String name,
      String version,
      EntitySelector selector,
      List<FeatureDefinition> features,
      List<Series> series) {
    return new TrainingRequest(
        name,
        version,
        selector,
        features,
        series,
        TrainingOptions.defaults(),
        null,
        Progress.SILENT);
  }

  public TrainingRequest withOptions(TrainingOptions other) {
    return new TrainingRequest(
        name, version, selector, features, series, other, champion, progress);
  }

  public TrainingRequest withChampion(LoadedModel other) {
    return new TrainingRequest(name, version, selector, features, series, options, other, progress);
  }

  public TrainingRequest withProgress(Progress other) {
    return new TrainingRequest(name, version, selector, features, series, options, champion, other);
  }
}
