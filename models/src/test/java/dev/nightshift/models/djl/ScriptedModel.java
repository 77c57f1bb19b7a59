package dev.nightshift.models.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive, written by hand: code as TorchScript keeps it, the pickled module without
 * parameters, and extra files.
 */
final class ScriptedModel {

  /** As TestModel: the error of a feature is the mean of its squares, the score is the largest. */
  static final String GOOD =
      "    filled = torch.nan_to_num(windows, 0., 0., 0.)\n"
          + "    feature_error = torch.mean(torch.mul(filled, filled), [1])\n"
          + "    score = torch.amax(feature_error, [1])\n";

  /** The same, with gaps going through. */
  static final String NAN =
      "    feature_error = torch.mean(torch.mul(windows, windows), [1])\n"
          + "    score = torch.amax(feature_error, [1])\n";

  /** One feature too few. */
  static final String NARROW =
      "    filled = torch.nan_to_num(windows, 0., 0., 0.)\n"
          + "    feature_error = torch.mean(torch.mul(filled, filled), [1, 2])\n"
          + "    score = feature_error\n";

  private ScriptedModel() {}

  static byte[] of(String body, String manifest) {
    String code =
        "class Score(Module):\n"
            + "  __parameters__ = []\n"
            + "  __buffers__ = []\n"
            + "  training : bool\n"
            + "  def forward(self: __torch__.Score,\n"
            + "    windows: Tensor) -> Tuple[Tensor, Tensor]:\n"
            + body
            + "    return (score, feature_error)\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(
          zip,
          "data.pkl",
          latin("\u0080\u0002c__torch__\nScore\n)\u0081}(X\b\0\0\0training\u0089ub."));
      put(zip, "code/__torch__.py", latin(code));
      put(zip, "constants.pkl", latin("\u0080\u0002)."));
      put(zip, "version", latin("3\n"));
      if (manifest != null) {
        put(zip, "extra/nightshift.manifest", manifest.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** PyTorch reads entries where they lie: they are stored, not compressed. */
  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry("score/" + name);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
