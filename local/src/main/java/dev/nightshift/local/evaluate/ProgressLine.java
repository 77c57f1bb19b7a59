package dev.nightshift.local.evaluate;

import dev.nightshift.training.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** How far training is, on one line that is overwritten. */
record ProgressLine(PrintWriter err) implements Progress {

  @Override
  public void epoch(String model, int epoch, int epochs, double training, double heldOut) {
    err.printf(
        Locale.ROOT,
        "\rtraining: epoch %d of at most %d, error %.4f, held out %.4f ",
        epoch,
        epochs,
        training,
        heldOut);
    if (epoch == epochs) {
      err.print("\r");
    }
    err.flush();
  }
}
