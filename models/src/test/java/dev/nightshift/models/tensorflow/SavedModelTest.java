package dev.nightshift.models.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.detect.Scorer;
import dev.nightshift.models.FormatLoader;
import dev.nightshift.models.Hashes;
import dev.nightshift.models.ManifestJson;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ModelRefusedException.Reason;
import dev.nightshift.models.OnnxScorer;
import dev.nightshift.models.TestManifests;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SavedModelTest {

  private static final String ID = "shop@v1";
  private static final String GOOD_MANIFEST =
      ManifestJson.write(TestManifests.manifest("shop", "v1", 4.5f));

  private final FormatLoader loader = new FormatLoader(new SavedModel());
  private final ExportedModel model = new ExportedModel(GOOD_MANIFEST);

  @Test
  void aGoodModelPassesAndScoresInAnyBufferAndLeavesNoFiles() throws Exception {
    byte[] content = model.toBytes();
    List<Path> before = unpacked();

    assertThat(loader.check(ID, content, Hashes.sha256(content)).id()).isEqualTo(ID);
    try (Scorer scorer = loader.open(ID, content, Hashes.sha256(content), 4)) {
      assertThat(unpacked()).isEqualTo(before);
      FloatBuffer heap = FloatBuffer.allocate(16);
      FloatBuffer direct = OnnxScorer.directBuffer(16);
      for (FloatBuffer windows : List.of(heap, direct)) {
        windows.put(0, new float[] {1, Float.NaN, 1, 3, 2, 0, 2, 0});
        FloatBuffer scores = FloatBuffer.allocate(4);
        FloatBuffer errors = FloatBuffer.allocate(8);
        scorer.score(windows, 2, scores, errors);

        assertThat(Arrays.copyOf(scores.array(), 2)).containsExactly(4.5f, 4);
        assertThat(Arrays.copyOf(errors.array(), 4)).containsExactly(1, 4.5f, 4, 0);
      }
      assertThatThrownBy(() -> scorer.score(heap, 5, FloatBuffer.allocate(8), heap))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void otherManifestsAreRefused() throws Exception {
    byte[] good = model.toBytes();
    refuses(Reason.HASH_MISMATCH, good, "00", loader);
    FormatLoader hasty = new FormatLoader(new SavedModel(), Duration.ofNanos(1));
    refuses(Reason.TOO_SLOW, good, "", hasty);
    model.manifest = null;
    refuses(Reason.NO_MANIFEST, model.toBytes());
    model.manifest = "{}";
    refuses(Reason.BAD_MANIFEST, model.toBytes());
    model.manifest = ManifestJson.write(TestManifests.manifest("shop", "v2", 4.5f));
    refuses(Reason.WRONG_NAME, model.toBytes());
    model.manifest = ManifestJson.write(TestManifests.manifest("shop", "v1", 4.6f));
    refuses(Reason.SELF_TEST, model.toBytes());
  }

  @Test
  void graphsThatDoNotFitAreRefused() throws Exception {
    model.input = "x";
    refuses(Reason.WRONG_SIGNATURE, model.toBytes());
    model.input = SavedModelSignature.INPUT;
    model.features = 3;
    refuses(Reason.WRONG_SHAPE, model.toBytes());
    model.features = 2;
    model.isNarrow = true;
    refuses(Reason.FAILS, model.toBytes());
  }

  @Test
  void aScoreThatIsNoNumberIsRefused() throws Exception {
    model.bearsNan = false;
    refuses(Reason.FAILS, model.toBytes());
  }

  @Test
  void corruptFilesAreRefused() throws Exception {
    byte[] good = model.toBytes();
    List<Path> before = unpacked();
    refuses(Reason.NOT_A_GRAPH, new byte[] {1, 2, 3});
    refuses(Reason.NOT_A_GRAPH, Arrays.copyOf(good, 50));
    String manifest = "assets.extra/nightshift.manifest";
    refuses(Reason.NOT_A_GRAPH, ExportedModel.zipOf(manifest, GOOD_MANIFEST));
    refuses(
        Reason.NOT_A_GRAPH,
        ExportedModel.zipOf(manifest, GOOD_MANIFEST, "saved_model.pb", "this is no graph"));
    refuses(
        Reason.NOT_A_GRAPH, ExportedModel.zipOf(manifest, GOOD_MANIFEST, "../outside", "gotcha"));
    assertThat(unpacked()).isEqualTo(before);
  }

  private void refuses(Reason reason, byte[] content) {
    refuses(reason, content, Hashes.sha256(content), loader);
  }

  private static void refuses(Reason reason, byte[] content, String hash, FormatLoader loader) {
    ModelRefusedException refused =
        catchThrowableOfType(ModelRefusedException.class, () -> loader.check(ID, content, hash));
    assertThat(refused).as(reason.code()).isNotNull();
    assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
    assertThat(refused.model()).isEqualTo(ID);
  }

  /** Folders that models of this process were unpacked to. */
  private static List<Path> unpacked() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("nightshift-model-"))
          .sorted()
          .toList();
    }
  }
}
