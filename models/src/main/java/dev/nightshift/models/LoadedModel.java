package dev.nightshift.models;

/**
 * A model that passed every check and is ready to score.
 *
 * @param manifest what it says about itself
 * @param hash SHA-256 of the file
 * @param content the ONNX file, kept so that a session closed for room can be opened again
 */
public record LoadedModel(ModelManifest manifest, String hash, byte[] content) {

  /** {@code name@version}. */
  public String id() {
    return manifest.id();
  }

  /** A scorer on the process's shared sessions; one per operator instance. */
  public OnnxScorer scorer(int maxBatch) {
    return new OnnxScorer(this, SessionCache.shared(), maxBatch);
  }
}
