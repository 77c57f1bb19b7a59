package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.models.ModelRefusedException.Reason;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelLoaderTest {

  private final SessionCache cache = new SessionCache(4);
  private final ModelLoader loader = new ModelLoader(cache, ModelLoader.DEFAULT_BATCH_LIMIT);
  private final TestModel model = new TestModel();

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void loadsAGoodModelAndScoresInAnyBufferAndBatch() throws Exception {
    LoadedModel loaded = loader.load("shop@v1", model.toBytes(), Hashes.sha256(model.toBytes()));
    try (OnnxScorer scorer = new OnnxScorer(loaded, cache, 8)) {
      FloatBuffer windows = OnnxScorer.directBuffer(8 * 4);
      windows.put(0, new float[] {1, Float.NaN, 1, 3, 2, 0, 2, 0, 0, 0, 0, 0});
      for (List<FloatBuffer> outputs :
          List.of(
              List.of(OnnxScorer.directBuffer(8), OnnxScorer.directBuffer(16)),
              List.of(FloatBuffer.allocate(8), FloatBuffer.allocate(16)))) {
        scorer.score(windows, 3, outputs.get(0), outputs.get(1));
        assertThat(first(outputs.get(0), 3)).containsExactly(4.5f, 4, 0);
        assertThat(first(outputs.get(1), 6)).containsExactly(1, 4.5f, 4, 0, 0, 0);
      }
      scorer.score(windows, 1, OnnxScorer.directBuffer(1), OnnxScorer.directBuffer(2));
    }
  }

  @Test
  void refusesOtherBytes() {
    refuses(Reason.HASH_MISMATCH, model.toBytes(), "shop@v1", "00");
  }

  @Test
  void refusesWhatIsNoGraph() {
    refuses(Reason.NOT_A_GRAPH, new byte[] {1, 2, 3}, "shop@v1", "");
    byte[] whole = model.toBytes();
    refuses(Reason.NOT_A_GRAPH, Arrays.copyOf(whole, whole.length / 2), "shop@v1", "");
    refuses(Reason.NOT_A_GRAPH, new byte[0], "shop@v1", "");
  }

  @Test
  void refusesAModelWithoutManifestOrWithABadOne() {
    model.manifest = null;
    refuses(Reason.NO_MANIFEST, model.toBytes(), "shop@v1", "");
    model.manifest = "{\"formatVersion\":7}";
    refuses(Reason.BAD_MANIFEST, model.toBytes(), "shop@v1", "");
    model.manifest = "not JSON";
    refuses(Reason.BAD_MANIFEST, model.toBytes(), "shop@v1", "");
  }

  @Test
  void refusesAnotherName() {
    refuses(Reason.WRONG_NAME, model.toBytes(), "shop@v2", "");
  }

  @Test
  void refusesAnotherInput() {
    model.inputName = "x";
    refuses(Reason.WRONG_SIGNATURE, model.toBytes(), "shop@v1", "");
  }

  @Test
  void refusesAGraphWithMoreFeaturesThanTheManifest() {
    model.graphFeatures = 3;
    refuses(Reason.WRONG_SHAPE, model.toBytes(), "shop@v1", "");
  }

  @Test
  void refusesAWrongSelfTest() {
    model.manifest = ManifestJson.write(TestModel.manifest("shop", "v1", 4.51f));
    refuses(Reason.SELF_TEST, model.toBytes(), "shop@v1", "");
  }

  @Test
  void refusesAGraphThatGivesNan() {
    model.bearsNan = false;
    String json = ManifestJson.write(TestModel.manifest("shop", "v1", 5));
    model.manifest = json.replace("[1.0,null,1.0,3.0]", "[1.0,1.0,1.0,3.0]");
    refuses(Reason.NOT_FINITE, model.toBytes(), "shop@v1", "");
  }

  @Test
  void refusesASlowModel() {
    ModelLoader hasty = new ModelLoader(cache, Duration.ofNanos(1));
    ModelRefusedException refused =
        catchThrowableOfType(
            ModelRefusedException.class, () -> hasty.load("shop@v1", model.toBytes(), ""));
    assertThat(refused.reason()).isEqualTo(Reason.TOO_SLOW);
  }

  @Test
  void refusesAModelThatReallyIsTooSlow() {
    model.isSlow = true;
    refuses(Reason.TOO_SLOW, model.toBytes(), "shop@v1", "");
  }

  private void refuses(Reason reason, byte[] content, String name, String hash) {
    ModelRefusedException refused =
        catchThrowableOfType(ModelRefusedException.class, () -> loader.load(name, content, hash));
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.model()).isEqualTo(name);
    assertThat(cache.size()).as("sessions left behind").isZero();
  }

  private static float[] first(FloatBuffer buffer, int count) {
    float[] values = new float[count];
    buffer.get(0, values);
    return values;
  }
}
