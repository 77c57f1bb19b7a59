package dev.nightshift.local.replay;

/** Reads a recording to its end and publishes nothing. */
final class DryRunSink implements ReplaySink {

  @Override
  public void publish(ReplayRecord event) {
    // the replayer counts
  }

  @Override
  public void publishToAllPartitions(ReplayRecord event) {
    // nothing to push on
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
