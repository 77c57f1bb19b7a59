package dev.nightshift.local.replay;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Records held in memory, sorted by event time. */
final class ListReader implements ReplayReader {

  private final Iterator<ReplayRecord> events;

  ListReader(List<ReplayRecord> events) {
    this.events =
        events.stream().sorted(Comparator.comparingLong(ReplayRecord::eventTimeMillis)).iterator();
  }

  @Override
  public ReplayRecord next() {
    return events.hasNext() ? events.next() : null;
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
