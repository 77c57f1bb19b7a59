package dev.nightshift.models.djl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Extra files of TorchScript archives ({@code torch.jit.save(..., _extra_files=...)}). */
final class TorchScript {

  /** A manifest is some kB; what claims to be more is none. */
  private static final int MOST_BYTES = 4 << 20;

  private TorchScript() {}

  /**
   * Reads an extra file.
   *
   * @throws IOException if the content is no archive
   */
  static Optional<String> extra(byte[] content, String name) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      ZipEntry entry = zip.getNextEntry();
      if (entry == null) {
        throw new IOException("it is not a TorchScript archive");
      }
      for (; entry != null; entry = zip.getNextEntry()) {
        // ARCHIVE/extra/NAME
        if (entry.getName().endsWith("/extra/" + name)) {
          return Optional.of(new String(zip.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        }
      }
    }
    return Optional.empty();
  }
}
