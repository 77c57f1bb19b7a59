package dev.nightshift.training;

/**
 * How to train.
 *
 * @param window W, steps that the model sees at once
 * @param seed of initial weights, order and masking: the same data and seed give the same bytes
 * @param hidden width of the two hidden layers
 * @param latent width of the bottleneck
 * @param maxEpochs passes over the data, at most
 * @param patience epochs without gain on the held-out part after which training stops
 * @param batch windows per gradient step
 * @param learningRate of Adam
 * @param masked share of features hidden from the network in training, so that it learns to tell a
 *     feature from the others and bears gaps
 * @param falseAlarmWeight how many normal windows one with a false alarm counts for
 * @param heldOut share of each history, at its end, that is kept for stopping, calibration and
 *     comparison
 * @param risk wanted share of normal windows above the threshold, for the comparison
 * @param maxWindows bound on training windows; more are thinned out evenly
 * @param network shape of the autoencoder
 * @param ownRulers whether each entity is measured by its own ruler, so that one model serves many
 */
public record TrainingOptions(
    int window,
    long seed,
    int hidden,
    int latent,
    int maxEpochs,
    int patience,
    int batch,
    float learningRate,
    float masked,
    float falseAlarmWeight,
    double heldOut,
    double risk,
    int maxWindows,
    NetworkFamily network,
    boolean ownRulers) {

  public static TrainingOptions defaults() {
    return new TrainingOptions(
        8, 1, 32, 6, 60, 8, 64, 2e-3f, 0.1f, 3, 0.2, 1e-3, 40_000, NetworkFamily.DENSE, false);
  }

  public TrainingOptions withWindow(int other) {
    return new TrainingOptions(
        other,
        seed,
        hidden,
        latent,
        maxEpochs,
        patience,
        batch,
        learningRate,
        masked,
        falseAlarmWeight,
        heldOut,
        risk,
        maxWindows,
        network,
        ownRulers);
  }

  public TrainingOptions withSeed(long other) {
    return new TrainingOptions(
        window,
        other,
        hidden,
        latent,
        maxEpochs,
        patience,
        batch,
        learningRate,
        masked,
        falseAlarmWeight,
        heldOut,
        risk,
        maxWindows,
        network,
        ownRulers);
  }

  public TrainingOptions withMaxEpochs(int other) {
    return new TrainingOptions(
        window,
        seed,
        hidden,
        latent,
        other,
        patience,
        batch,
        learningRate,
        masked,
        falseAlarmWeight,
        heldOut,
        risk,
        maxWindows,
        network,
        ownRulers);
  }

  public TrainingOptions withNetwork(NetworkFamily other) {
    return new TrainingOptions(
        window,
        seed,
        hidden,
        latent,
        maxEpochs,
        patience,
        batch,
        learningRate,
        masked,
        falseAlarmWeight,
        heldOut,
        risk,
        maxWindows,
        other,
        ownRulers);
  }

  public TrainingOptions withOwnRulers(boolean other) {
    return new TrainingOptions(
        window,
        seed,
        hidden,
        latent,
        maxEpochs,
        patience,
        batch,
        learningRate,
        masked,
        falseAlarmWeight,
        heldOut,
        risk,
        maxWindows,
        network,
        other);
  }
}
