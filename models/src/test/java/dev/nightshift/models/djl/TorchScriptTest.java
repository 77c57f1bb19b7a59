package dev.nightshift.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.detect.Scorer;
import dev.nightshift.models.FormatLoader;
import dev.nightshift.models.Hashes;
import dev.nightshift.models.ManifestJson;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ModelRefusedException.Reason;
import dev.nightshift.models.TestManifests;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TorchScriptTest {

  private static final String ID = "shop@v1";

  private final FormatLoader loader = new FormatLoader(new TorchScript());
  private final ModelManifest manifest = TestManifests.manifest("shop", "v1", 4.5f);
  private final String json = ManifestJson.write(manifest);

  @Test
  void aGoodModelPassesAndScores() throws Exception {
    byte[] content = ScriptedModel.of(ScriptedModel.GOOD, json);

    assertThat(loader.check(ID, content, Hashes.sha256(content)).id()).isEqualTo(ID);
    try (Scorer scorer = loader.open(ID, content, Hashes.sha256(content), 4)) {
      FloatBuffer windows = FloatBuffer.wrap(new float[] {1, Float.NaN, 1, 3, 2, 0, 2, 0});
      FloatBuffer scores = FloatBuffer.allocate(4);
      FloatBuffer errors = FloatBuffer.allocate(8);
      scorer.score(windows, 2, scores, errors);

      assertThat(scores.get(0)).isEqualTo(4.5f);
      assertThat(scores.get(1)).isEqualTo(4);
      assertThat(Arrays.copyOf(errors.array(), 4)).containsExactly(1, 4.5f, 4, 0);
    }
  }

  @Test
  void brokenOnesAreRefusedByName() {
    byte[] good = ScriptedModel.of(ScriptedModel.GOOD, json);
    refuses(Reason.NOT_A_GRAPH, new byte[] {1, 2, 3});
    refuses(Reason.NO_MANIFEST, ScriptedModel.of(ScriptedModel.GOOD, null));
    refuses(Reason.BAD_MANIFEST, ScriptedModel.of(ScriptedModel.GOOD, "{}"));
    refuses(Reason.NOT_A_GRAPH, ScriptedModel.of("    this is no code\n", json));
    refuses(
        Reason.SELF_TEST,
        ScriptedModel.of(
            ScriptedModel.GOOD, ManifestJson.write(TestManifests.manifest("shop", "v1", 4.6f))));
    refuses(
        Reason.WRONG_NAME,
        ScriptedModel.of(
            ScriptedModel.GOOD, ManifestJson.write(TestManifests.manifest("shop", "v2", 4.5f))));
    refuses(Reason.FAILS, ScriptedModel.of(ScriptedModel.NAN, json));
    refuses(Reason.FAILS, ScriptedModel.of(ScriptedModel.NARROW, json));
    ModelRefusedException slow =
        catchThrowableOfType(
            ModelRefusedException.class,
            () ->
                new FormatLoader(new TorchScript(), Duration.ofNanos(1))
                    .check(ID, good, Hashes.sha256(good)));
    assertThat(slow.reason()).isEqualTo(Reason.TOO_SLOW);
  }

  private void refuses(Reason reason, byte[] content) {
    ModelRefusedException refused =
        catchThrowableOfType(
            ModelRefusedException.class, () -> loader.check(ID, content, Hashes.sha256(content)));
    assertThat(refused).as(reason.code()).isNotNull();
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.model()).isEqualTo(ID);
  }
}
