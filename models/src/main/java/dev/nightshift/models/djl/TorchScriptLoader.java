package dev.nightshift.models.djl;

import dev.nightshift.detect.Scorer;
import dev.nightshift.models.Hashes;
import dev.nightshift.models.ManifestJson;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ModelRefusedException.Reason;
import dev.nightshift.models.ScorerTrial;
import java.io.IOException;
import java.time.Duration;

/**
 * Turns the bytes of a TorchScript file into a model that may score, or refuses them: hash,
 * manifest, name, self-test, windows with gaps, time for a batch.
 */
public final class TorchScriptLoader {

  private final Duration batchLimit;

  /**
   * @param batchLimit longest time that a batch of {@link ScorerTrial#BATCH} windows may take
   */
  public TorchScriptLoader(Duration batchLimit) {
    this.batchLimit = batchLimit;
  }

  /**
   * Checks a model and lets it go again.
   *
   * @param model {@code name@version} that its manifest must carry
   * @throws ModelRefusedException with the first check that fails
   */
  public ModelManifest check(String model, byte[] content, String hash)
      throws ModelRefusedException {
    ModelManifest manifest = manifest(model, content, hash);
    try (Scorer scorer = open(manifest, content, ScorerTrial.BATCH)) {
      new ScorerTrial(manifest, scorer, batchLimit).check();
    } catch (IOException e) {
      throw new ModelRefusedException(model, Reason.NOT_A_GRAPH, e.getMessage(), e);
    }
    return manifest;
  }

  /**
   * Opens a model that was checked.
   *
   * @throws ModelRefusedException if it is not the one that was announced
   * @throws IOException if PyTorch cannot load it here
   */
  public Scorer open(String model, byte[] content, String hash, int maxBatch)
      throws ModelRefusedException, IOException {
    return open(manifest(model, content, hash), content, maxBatch);
  }

  private static Scorer open(ModelManifest manifest, byte[] content, int maxBatch)
      throws IOException {
    return new DjlScorer(
        manifest.id(), content, maxBatch, manifest.window(), manifest.features().size());
  }

  private static ModelManifest manifest(String model, byte[] content, String hash)
      throws ModelRefusedException {
    String found = Hashes.sha256(content);
    if (!hash.equals(found)) {
      throw new ModelRefusedException(
          model, Reason.HASH_MISMATCH, "expected " + hash + ", found " + found);
    }
    String json;
    try {
      json =
          TorchScript.extra(content, ModelManifest.METADATA_KEY)
              .orElseThrow(
                  () ->
                      new ModelRefusedException(
                          model,
                          Reason.NO_MANIFEST,
                          "the archive has no extra file " + ModelManifest.METADATA_KEY));
    } catch (IOException e) {
      throw new ModelRefusedException(model, Reason.NOT_A_GRAPH, e.getMessage(), e);
    }
    ModelManifest manifest;
    try {
      manifest = ManifestJson.read(json);
    } catch (IllegalArgumentException e) {
      throw new ModelRefusedException(model, Reason.BAD_MANIFEST, e.getMessage(), e);
    }
    if (!manifest.id().equals(model)) {
      throw new ModelRefusedException(
          model, Reason.WRONG_NAME, "the manifest says " + manifest.id());
    }
    return manifest;
  }
}
