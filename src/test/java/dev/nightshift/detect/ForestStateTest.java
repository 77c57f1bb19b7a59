package dev.nightshift.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ForestStateTest {

  private static final int FEATURES = 38;
  private static final int WRITERS = 2;

  @Test
  void aForestReadFromBytesGoesOnAsTheOriginal() throws Exception {
    ForestState original = ForestState.create(FEATURES, 7);
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      original.forest().update(point(random));
    }

    ForestState copy = ForestState.fromBytes(original.toBytes());

    for (int i = 0; i < 50; i++) {
      float[] point = point(random);
      assertThat(copy.forest().getAnomalyScore(point))
          .isEqualTo(original.forest().getAnomalyScore(point));
      copy.forest().update(point);
      original.forest().update(point);
    }
  }

  /** As in a checkpoint: one thread writes the snapshot, another copies the value to change it. */
  @Test
  void twoThreadsMayWriteOneForest() throws Exception {
    ForestState forest = ForestState.create(FEATURES, 7);
    Random random = new Random(1);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 50; i++) {
          forest.forest().update(point(random));
        }
        float[] probe = point(random);
        double expected = forest.forest().getAnomalyScore(probe);
        CyclicBarrier together = new CyclicBarrier(WRITERS);
        Callable<byte[]> write =
            () -> {
              together.await();
              return forest.toBytes();
            };
        List<Future<byte[]>> written = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          written.add(threads.submit(write));
        }
        for (Future<byte[]> bytes : written) {
          ForestState copy = ForestState.fromBytes(bytes.get());
          assertThat(copy.forest().getAnomalyScore(probe)).isEqualTo(expected);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Few values differ from step to step, as the features of a quiet server. */
  private static float[] point(Random random) {
    float[] point = new float[FEATURES];
    for (int i = 0; i < FEATURES; i += 3) {
      point[i] = (float) random.nextGaussian();
    }
    return point;
  }
}
