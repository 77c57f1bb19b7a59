package dev.nightshift.models.djl;

import dev.nightshift.detect.Scorer;
import dev.nightshift.models.ModelArchive;
import dev.nightshift.models.ModelFormat;
import dev.nightshift.models.ModelManifest;
import java.io.IOException;
import java.util.Optional;

/**
 * TorchScript archives, with the manifest as an extra file ({@code torch.jit.save(...,
 * _extra_files=...)}).
 */
public final class TorchScript implements ModelFormat {

  @Override
  public String manifestPlace() {
    return "extra file " + ModelManifest.METADATA_KEY + " in the archive";
  }

  @Override
  public Optional<String> manifest(byte[] content) throws IOException {
    // ARCHIVE/extra/NAME
    String place = "/extra/" + ModelManifest.METADATA_KEY;
    return new ModelArchive(content).text(name -> name.endsWith(place));
  }

  @Override
  public Scorer open(ModelManifest manifest, byte[] content, int maxBatch) throws IOException {
    return new DjlScorer(
        manifest.id(), content, maxBatch, manifest.window(), manifest.features().size());
  }
}
