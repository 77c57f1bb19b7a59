package dev.nightshift.training;

/**
 * How a window becomes a score; the same numbers stand in the ONNX graph.
 *
 * <pre>
 *   z             = {@link Normalisation}(x)                     gaps filled, transformed, cut off
 *   u             = {@link #NETWORK_SCALE} * (z - z of the median)
 *   network[f]    = sum over steps of w * |u - network(u)|                0 where missing
 *   regression[f], subspace[f]                                            {@link LinearMembers}
 *   score         = sum over the members of share * log(1 + mean over f / typical)
 *                   share 1, of the network {@link #NETWORK_SHARE}
 *   error[f]      = sum over the three members of their error / tail[f]
 * </pre>
 *
 * Three members see what the others miss: the regression one feature that leaves the others, the
 * subspace many that leave together, the network what is bent. Each is measured by what is usual
 * for it on held-out normal windows. The logarithms keep the tail of the score light enough for an
 * extreme-value threshold, and adding them puts a step that all find strange before one that a
 * single member finds very strange.
 *
 * @param medians z of each feature's median
 */
record ScoreDefinition(
    Normalisation normalisation, float[] medians, LinearMembers linear, MemberScale network) {

  /**
   * The network's tangents are at their best for values around one, and most of a range is rest.
   */
  static final float NETWORK_SCALE = 4;

  /** What the network says counts half: it is right less often, but about other things. */
  static final float NETWORK_SHARE = 0.5f;

  /** Below this an error of the network is not telling. */
  private static final float LEAST_TAIL = 0.1f;

  /** All but the network, which needs its own reconstructions first. */
  static ScoreDefinition fit(Normalisation normalisation, Windows training, Windows heldOut) {
    LinearMembers linear =
        LinearMembers.fit(
            normalised(normalisation, training),
            normalised(normalisation, heldOut),
            training.features());
    return new ScoreDefinition(normalisation, normalisation.medians(), linear, null);
  }

  private static float[][] normalised(Normalisation normalisation, Windows windows) {
    return windows.values().stream().map(normalisation::apply).toArray(float[][]::new);
  }

  /**
   * With the network.
   *
   * @param outputs what it makes of each held-out window's {@link #networkInput}
   */
  ScoreDefinition withNetwork(Windows heldOut, float[][] outputs) {
    float[] newest = new float[heldOut.steps()];
    newest[heldOut.steps() - 1] = 1;
    float[][] errors = new float[outputs.length][];
    for (int i = 0; i < outputs.length; i++) {
      errors[i] = networkErrors(heldOut.values().get(i), outputs[i], newest);
    }
    return new ScoreDefinition(normalisation, medians, linear, MemberScale.fit(errors, LEAST_TAIL));
  }

  /** A window as the network sees it: 0 is the median, and stands for what is hidden from it. */
  float[] networkInput(float[] window) {
    float[] u = normalisation.apply(window);
    for (int at = 0; at < u.length; at++) {
      u[at] = NETWORK_SCALE * (u[at] - medians[at % medians.length]);
    }
    return u;
  }

  private float[] networkErrors(float[] window, float[] output, float[] weights) {
    float[] u = networkInput(window);
    float[] errors = new float[medians.length];
    for (int at = 0; at < window.length; at++) {
      if (!Float.isNaN(window[at])) {
        errors[at % errors.length] += weights[at / errors.length] * Math.abs(u[at] - output[at]);
      }
    }
    return errors;
  }

  /**
   * The score of a window.
   *
   * @param output what the network makes of its input
   */
  float score(float[] window, float[] output) {
    float[] weights = MemberScale.weights(window.length / medians.length);
    float[] z = normalisation.apply(window);
    return (float)
        (linear.score(linear.errors(window, z))
            + NETWORK_SHARE * network.score(networkErrors(window, output, weights)));
  }
}
