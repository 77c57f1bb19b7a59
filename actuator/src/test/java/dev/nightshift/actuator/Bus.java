package dev.nightshift.actuator;

import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A durable log in memory: it outlives the actuators that read it, and knows what was committed.
 */
final class Bus {

  final List<byte[]> requests = new ArrayList<>();
  final List<byte[]> control = new ArrayList<>();
  final List<byte[]> incidents = new ArrayList<>();
  final List<ActionResult> results = new CopyOnWriteArrayList<>();
  final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
  private final int[] committed = new int[3];

  synchronized void send(List<byte[]> log, byte[] message) {
    log.add(message);
    notifyAll();
  }

  RequestSource source(List<byte[]> log) {
    int index = log == requests ? 0 : log == control ? 1 : 2;
    return new RequestSource() {
      private int position = committed[index];

      @Override
      public List<Message> poll(Duration timeout) {
        synchronized (Bus.this) {
          try {
            if (position >= log.size()) {
              Bus.this.wait(timeout.toMillis());
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          List<Message> polled = new ArrayList<>();
          for (; position < log.size(); position++) {
            polled.add(
                new Message("topic-" + index, log.get(position), System.currentTimeMillis()));
          }
          return polled;
        }
      }

      @Override
      public void commit() {
        committed[index] = position;
      }

      @Override
      public void rewind() {
        position = committed[index];
      }

      @Override
      public boolean caughtUp() {
        return position >= log.size();
      }

      @Override
      public void wakeUp() {
        synchronized (Bus.this) {
          Bus.this.notifyAll();
        }
      }

      @Override
      public void close() {}
    };
  }

  ResultSink sink() {
    return new ResultSink() {
      @Override
      public void publish(ActionResult result) {
        results.add(result);
      }

      @Override
      public void deadLetter(DeadLetter letter) {
        letters.add(letter);
      }

      @Override
      public void close() {}
    };
  }
}
