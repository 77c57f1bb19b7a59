package dev.nightshift.training;

import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.training.Series.StepKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained network with the score made of it.
 *
 * @param reference scores of the held-out windows as PyTorch's network and the score's definition
 *     give them, against which the exported graph is held
 * @param curve mean squared error by epoch: training, held-out
 */
record Fit(Network network, ScoreDefinition definition, float[] reference, List<double[]> curve) {

  private static final double PARITY = 1e-4;

  /** Neighbouring windows are nearly the same: more of them cost time and teach little. */
  private static final int NETWORK_WINDOWS = 8_000;

  private static final int STOPPING_WINDOWS = 2_000;

  static Fit of(
      TrainingRequest request,
      List<FeatureDefinition> features,
      Windows training,
      Windows heldOut) {
    TrainingOptions options = request.options();
    Normalisation fitted = Normalisation.fit(features, training);
    Normalisation normalisation = options.ownRulers() ? fitted.ofPlaced() : fitted;
    ScoreDefinition linear = ScoreDefinition.fit(normalisation, training, heldOut);
    Windows shown = training.thinned(NETWORK_WINDOWS);
    Windows stopping = heldOut.thinned(STOPPING_WINDOWS);
    try (Autoencoder autoencoder =
        new Autoencoder(training.steps(), training.features(), options)) {
      List<double[]> curve = new ArrayList<>();
      autoencoder
          .train(
              inputs(linear, shown),
              weights(shown, options.falseAlarmWeight()),
              inputs(linear, stopping),
              weights(stopping, 1),
              request.name(),
              request.progress())
          .forEach(epoch -> curve.add(new double[] {epoch.training(), epoch.heldOut()}));
      float[][] outputs = autoencoder.reconstruct(inputs(linear, heldOut));
      ScoreDefinition definition = linear.withNetwork(heldOut, outputs);
      float[] reference = new float[outputs.length];
      for (int i = 0; i < reference.length; i++) {
        reference[i] = definition.score(heldOut.values().get(i), outputs[i]);
      }
      return new Fit(autoencoder.network(), definition, reference, curve);
    }
  }

  /**
   * Holds the exported graph against the network.
   *
   * @param scores of the same held-out windows, by ONNX Runtime
   */
  void requireParity(Windows heldOut, float[] scores) throws TrainingException {
    for (int i = 0; i < scores.length; i++) {
      double allowed = PARITY * Math.max(1, Math.abs(reference[i]));
      if (!(Math.abs(scores[i] - reference[i]) <= allowed)) {
        throw new TrainingException(
            "the exported graph gives "
                + scores[i]
                + " and the network "
                + reference[i]
                + " for the window that ends at "
                + heldOut.ends().get(i));
      }
    }
  }

  private static float[][] inputs(ScoreDefinition definition, Windows windows) {
    return windows.values().stream().map(definition::networkInput).toArray(float[][]::new);
  }

  /** Nothing is learned from values that are missing, and more from false alarms. */
  private static float[][] weights(Windows windows, float falseAlarmWeight) {
    float[][] weights = new float[windows.size()][];
    for (int i = 0; i < weights.length; i++) {
      float[] window = windows.values().get(i);
      boolean falseAlarm = windows.kinds().get(i) == StepKind.FALSE_ALARM;
      weights[i] = new float[window.length];
      for (int j = 0; j < window.length; j++) {
        weights[i][j] = Float.isNaN(window[j]) ? 0 : falseAlarm ? falseAlarmWeight : 1;
      }
    }
    return weights;
  }
}
