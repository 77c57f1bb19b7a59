package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OnnxScorerTest {

  private static final String MODEL = "demo.shop.checkout";
  private static final int WINDOWS = 50;

  @Test
  void aWindowHasTheSameBitsInWhateverBatchItComes() throws Exception {
    try (SessionCache cache = new SessionCache(1)) {
      LoadedModel model =
          new ModelLoader(cache, ModelLoader.DEFAULT_BATCH_LIMIT)
              .load(
                  MODEL + "@1.0.0",
                  Files.readAllBytes(Path.of("store", MODEL, "1.0.0", "model.onnx")),
                  "");
      float[] windows = windows(WINDOWS * size(model));
      float[] together = score(cache, model, windows, WINDOWS, true);

      for (int batch : new int[] {1, 2, 3, 5, 7, 16, 33}) {
        assertThat(score(cache, model, windows, batch, true))
            .as("%d at once", batch)
            .containsExactly(together);
        assertThat(score(cache, model, windows, batch, false))
            .as("%d at once, in arrays of their own size", batch)
            .containsExactly(together);
      }
    }
  }

  private static int size(LoadedModel model) {
    return model.manifest().window() * model.manifest().features().size();
  }

  private static float[] windows(int floats) {
    Random random = new Random(1);
    float[] values = new float[floats];
    for (int i = 0; i < floats; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  /**
   * @param roomy whether the buffers are direct and have room for more than the batch
   */
  private static float[] score(
      SessionCache cache, LoadedModel model, float[] windows, int batch, boolean roomy)
      throws Exception {
    int size = size(model);
    int features = model.manifest().features().size();
    float[] all = new float[WINDOWS];
    try (OnnxScorer scorer = new OnnxScorer(model, cache, WINDOWS)) {
      for (int from = 0; from < WINDOWS; from += batch) {
        int count = Math.min(batch, WINDOWS - from);
        FloatBuffer in = buffer(roomy ? 64 * size : count * size, roomy);
        FloatBuffer out = buffer(roomy ? 64 : count, roomy);
        in.put(0, windows, from * size, count * size);
        scorer.score(in, count, out, buffer(roomy ? 64 * features : count * features, roomy));
        out.get(0, all, from, count);
      }
    }
    return all;
  }

  private static FloatBuffer buffer(int floats, boolean direct) {
    return direct ? OnnxScorer.directBuffer(floats) : FloatBuffer.allocate(floats);
  }
}
