package dev.nightshift.training;

import dev.nightshift.detect.Calibration;
import dev.nightshift.detect.ScoringException;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.models.LoadedModel;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ModelStore;
import dev.nightshift.models.SessionCache;
import dev.nightshift.models.StoredModel;
import dev.nightshift.training.Windows.Part;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a model from histories:
 *
 * <pre>
 *   histories -> windows -> normalisation -> network (PyTorch) -> score definition
 *             -> ONNX graph -> parity -> calibration -> comparison with the champion -> candidate
 * </pre>
 *
 * <p>Deterministic: the same request gives the same bytes.
 */
public final class Trainer {

  /** Fewer windows teach a network nothing and leave no tail to calibrate. */
  static final int FEWEST_WINDOWS = 100;

  /** A feature that is there less often than this is absent. */
  private static final double PRESENT = 0.05;

  private Trainer() {}

  /**
   * Trains, exports, verifies, compares. Publishes nothing.
   *
   * @throws TrainingException if there is too little to learn from, or the exported graph does not
   *     compute what the trained network computes
   */
  public static TrainingResult train(TrainingRequest request) throws TrainingException {
    IdentityHashMap<Series, Long> cuts = cuts(request);
    List<FeatureDefinition> features = present(request, cuts);
    List<String> names = features.stream().map(FeatureDefinition::name).toList();
    int steps = request.options().window();
    PlacedSeries placed =
        PlacedSeries.of(request.series(), cuts, features, request.options().ownRulers());
    Windows training =
        Windows.cut(placed.series(), names, steps, Part.TRAINING, placed.cuts())
            .thinned(request.options().maxWindows());
    Windows heldOut =
        Windows.cut(placed.series(), names, steps, Part.HELD_OUT, placed.cuts())
            .thinned(request.options().maxWindows());
    if (features.isEmpty() || training.size() < FEWEST_WINDOWS || heldOut.size() < 50) {
      throw new TrainingException(
          request.name()
              + ": "
              + training.size()
              + " normal windows to train on and "
              + heldOut.size()
              + " held out, with "
              + features.size()
              + " features; at least "
              + FEWEST_WINDOWS
              + ", 50 and one are needed");
    }
    Fit fit = Fit.of(request, features, training, heldOut);
    Candidate draft = new Candidate(request, features, fit, training, heldOut);
    try {
      LoadedModel uncalibrated = draft.export(null, Map.of(), 0);
      float[] scores = Evaluation.scores(uncalibrated, heldOut);
      fit.requireParity(heldOut, scores);
      Calibration calibration = Calibrator.fit(scores);
      float selfTest = Evaluation.scores(uncalibrated, draft.selfTestWindow())[0];
      LoadedModel calibrated = draft.export(calibration, Map.of(), selfTest);
      double risk = request.options().risk();
      Evaluation evaluation = Evaluation.of(calibrated, request.series(), cuts, risk);
      LoadedModel candidate = verified(draft.export(calibration, evaluation.figures(), selfTest));
      Evaluation champion =
          request.champion() == null
              ? null
              : Evaluation.of(request.champion(), request.series(), cuts, risk);
      return result(request, candidate, evaluation, champion, names, fit, training.size());
    } catch (ScoringException e) {
      throw new TrainingException(request.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Puts a candidate with its report into a store, for running jobs to pick up. The champion file
   * stays as it is: whether and when the candidate takes over is the jobs' rule.
   */
  public static StoredModel publish(ModelStore store, TrainingResult result) throws IOException {
    return store.publish(
        result.candidate().manifest().name(),
        result.candidate().manifest().version(),
        result.candidate().content(),
        TrainingReport.files(result));
  }

  private static IdentityHashMap<Series, Long> cuts(TrainingRequest request) {
    IdentityHashMap<Series, Long> cuts = new IdentityHashMap<>();
    for (Series series : request.series()) {
      cuts.put(
          series, Windows.cutTime(series, request.options().window(), request.options().heldOut()));
    }
    return cuts;
  }

  private static List<FeatureDefinition> present(
      TrainingRequest request, IdentityHashMap<Series, Long> cuts) {
    List<String> names = request.features().stream().map(FeatureDefinition::name).toList();
    Windows all =
        Windows.cut(request.series(), names, request.options().window(), Part.TRAINING, cuts);
    float[] missing = Normalisation.fit(request.features(), all).missing();
    return request.features().stream()
        .filter(feature -> 1 - missing[names.indexOf(feature.name())] >= PRESENT)
        .toList();
  }

  private static LoadedModel verified(LoadedModel model) throws TrainingException {
    try (SessionCache cache = new SessionCache(1)) {
      return new ModelLoader(cache, ModelLoader.DEFAULT_BATCH_LIMIT)
          .load(model.id(), model.content(), model.hash());
    } catch (ModelRefusedException e) {
      throw new TrainingException("a job would refuse the candidate: " + e.getMessage(), e);
    }
  }

  private static TrainingResult result(
      TrainingRequest request,
      LoadedModel candidate,
      Evaluation evaluation,
      Evaluation champion,
      List<String> names,
      Fit fit,
      int windows) {
    boolean better = champion == null || evaluation.isBetterThan(champion);
    String verdict =
        champion == null
            ? "there is no champion to compare with"
            : better
                ? "worse in nothing and noticeably better in something than "
                    + request.champion().id()
                : "not noticeably better, or worse in something, than " + request.champion().id();
    List<String> dropped =
        request.features().stream()
            .map(FeatureDefinition::name)
            .filter(name -> !names.contains(name))
            .toList();
    return new TrainingResult(
        candidate, evaluation, champion, better, verdict, dropped, fit.curve(), windows);
  }
}
