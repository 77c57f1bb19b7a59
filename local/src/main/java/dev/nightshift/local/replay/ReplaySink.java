package dev.nightshift.local.replay;

/** Where a replay goes. Implementations may buffer until {@link #close}. */
public interface ReplaySink extends AutoCloseable {

  void publish(ReplayRecord event);

  /** The same record into every partition of its topic, so that event time passes on in each. */
  void publishToAllPartitions(ReplayRecord event);

  /** Waits until all is delivered. */
  @Override
  void close();
}
