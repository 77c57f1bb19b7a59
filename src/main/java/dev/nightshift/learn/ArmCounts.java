package dev.nightshift.learn;

/**
 * What came of one action on one kind of problem.
 *
 * @param helped times that verification saw the symptoms go, old ones fading
 * @param failed times that they stayed or grew
 */
public record ArmCounts(double helped, double failed) {

  static final ArmCounts NONE = new ArmCounts(0, 0);

  /** Beyond this sum old outcomes fade, so that a changed system is learned anew. */
  private static final double MEMORY = 50;

  ArmCounts plus(boolean success) {
    double sum = helped + failed;
    double keep = sum >= MEMORY ? (MEMORY - 1) / sum : 1;
    return new ArmCounts(helped * keep + (success ? 1 : 0), failed * keep + (success ? 0 : 1));
  }
}
