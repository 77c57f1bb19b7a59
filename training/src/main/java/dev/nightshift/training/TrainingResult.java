package dev.nightshift.training;

import dev.nightshift.models.LoadedModel;
import java.util.List;

/**
 * A candidate and how it compares.
 *
 * @param candidate verified as a running job would; {@code content()} is the file
 * @param evaluation on held-back data
 * @param champion evaluation of the champion on the same data; null if there is none
 * @param better whether the candidate should replace the champion; true if there is none
 * @param verdict why, in words
 * @param dropped features that are absent from the data and so from the model
 * @param curve mean squared error by epoch: training, held-out
 */
public record TrainingResult(
    LoadedModel candidate,
    Evaluation evaluation,
    Evaluation champion,
    boolean better,
    String verdict,
    List<String> dropped,
    List<double[]> curve,
    int trainingWindows) {}
