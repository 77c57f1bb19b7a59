package dev.nightshift.models;

import dev.nightshift.detect.Scorer;
import dev.nightshift.models.ModelRefusedException.Reason;
import java.io.IOException;
import java.time.Duration;

/**
 * Turns the bytes of a model file that is not ONNX into a model that may score, or refuses them:
 * hash, manifest, name, what the format itself checks, self-test, windows with gaps, time for a
 * batch.
 */
public final class FormatLoader {

  private final ModelFormat format;
  private final Duration batchLimit;

  /**
   * @param batchLimit longest time that a batch of {@link ScorerTrial#BATCH} windows may take
   */
  public FormatLoader(ModelFormat format, Duration batchLimit) {
    this.format = format;
    this.batchLimit = batchLimit;
  }

  /** With the default time limit. */
  public FormatLoader(ModelFormat format) {
    this(format, ModelLoader.DEFAULT_BATCH_LIMIT);
  }

  /**
   * Checks a model and lets it go again.
   *
   * @param model {@code name@version} that its manifest must carry; empty for any
   * @param hash SHA-256 that the content must have; empty for any
   * @throws ModelRefusedException with the first check that fails
   */
  public ModelManifest check(String model, byte[] content, String hash)
      throws ModelRefusedException {
    ModelManifest manifest = manifest(model, content, hash);
    try (Scorer scorer = format.open(manifest, content, ScorerTrial.BATCH)) {
      new ScorerTrial(manifest, scorer, batchLimit).check();
    } catch (RuntimeMissingException e) {
      throw new ModelRefusedException(manifest.id(), Reason.NO_RUNTIME, e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelRefusedException(manifest.id(), Reason.NOT_A_GRAPH, e.getMessage(), e);
    }
    return manifest;
  }

  /**
   * Opens a model that was checked.
   *
   * @throws ModelRefusedException if it is not the one that was announced
   * @throws IOException if it cannot be loaded here
   */
  public Scorer open(String model, byte[] content, String hash, int maxBatch)
      throws ModelRefusedException, IOException {
    return format.open(manifest(model, content, hash), content, maxBatch);
  }

  private ModelManifest manifest(String model, byte[] content, String hash)
      throws ModelRefusedException {
    String found = Hashes.sha256(content);
    String shown = model.isEmpty() ? found.substring(0, 12) : model;
    if (!hash.isEmpty() && !hash.equals(found)) {
      throw new ModelRefusedException(
          shown, Reason.HASH_MISMATCH, "expected " + hash + ", found " + found);
    }
    String json;
    try {
      json =
          format
              .manifest(content)
              .orElseThrow(
                  () ->
                      new ModelRefusedException(
                          shown, Reason.NO_MANIFEST, "there is no " + format.manifestPlace()));
    } catch (IOException e) {
      throw new ModelRefusedException(shown, Reason.NOT_A_GRAPH, e.getMessage(), e);
    }
    ModelManifest manifest;
    try {
      manifest = ManifestJson.read(json);
    } catch (IllegalArgumentException e) {
      throw new ModelRefusedException(shown, Reason.BAD_MANIFEST, e.getMessage(), e);
    }
    if (!model.isEmpty() && !manifest.id().equals(model)) {
      throw new ModelRefusedException(
          shown, Reason.WRONG_NAME, "the manifest says " + manifest.id());
    }
    return manifest;
  }
}
