package dev.nightshift.training;

/** Told how the training goes on. */
@FunctionalInterface
public interface Progress {

  Progress SILENT = (model, epoch, epochs, training, heldOut) -> {};

  /**
   * An epoch is over.
   *
   * @param epochs at most so many will follow each other
   * @param training mean squared error on the training windows, of normalised values
   * @param heldOut the same on held-out windows
   */
  void epoch(String model, int epoch, int epochs, double training, double heldOut);
}
