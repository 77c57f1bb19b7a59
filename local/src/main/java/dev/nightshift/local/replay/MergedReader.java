package dev.nightshift.local.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Several recordings as one, in the order of event time; ties in the order of the recordings. */
final class MergedReader implements ReplayReader {

  private record Head(ReplayRecord event, int order, ReplayReader reader) {}

  private final List<ReplayReader> readers;
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(
          Comparator.comparingLong((Head h) -> h.event().eventTimeMillis())
              .thenComparingInt(Head::order));
  private boolean started;

  MergedReader(List<ReplayReader> readers) {
    this.readers = new ArrayList<>(readers);
  }

  @Override
  public ReplayRecord next() throws IOException {
    if (!started) {
      started = true;
      for (int i = 0; i < readers.size(); i++) {
        offer(readers.get(i), i);
      }
    }
    Head head = heads.poll();
    if (head == null) {
      return null;
    }
    offer(head.reader(), head.order());
    return head.event();
  }

  private void offer(ReplayReader reader, int order) throws IOException {
    ReplayRecord event = reader.next();
    if (event != null) {
      heads.add(new Head(event, order, reader));
    }
  }

  @Override
  public void close() throws IOException {
    for (ReplayReader reader : readers) {
      reader.close();
    }
  }
}
