package dev.nightshift.models;

import dev.nightshift.detect.Scorer;
import java.io.IOException;
import java.util.Optional;

/**
 * A kind of model whose file is opened by a runtime of its own, ONNX Runtime apart. Thread-safe.
 */
public interface ModelFormat {

  /** Where in its file the manifest has to be; for people. */
  String manifestPlace();

  /**
   * The manifest's JSON; empty if the file has none.
   *
   * @throws IOException if the content is no file of this kind
   */
  Optional<String> manifest(byte[] content) throws IOException;

  /**
   * Opens a model.
   *
   * @throws RuntimeMissingException if what computes it is not on the class path
   * @throws ModelRefusedException if its inputs and outputs are not those of the manifest
   * @throws IOException if the runtime cannot load it
   */
  Scorer open(ModelManifest manifest, byte[] content, int maxBatch)
      throws IOException, ModelRefusedException;
}
