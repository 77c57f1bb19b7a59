package dev.nightshift.models.tensorflow;

import dev.nightshift.detect.Scorer;
import dev.nightshift.models.ModelArchive;
import dev.nightshift.models.ModelFormat;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.RuntimeMissingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SavedModels of TensorFlow. One is a directory, and a version in the store is one file: here it is
 * the directory's content as a zip archive, with the manifest among the extra assets, which
 * TensorFlow keeps for whoever made the model and does not read itself.
 *
 * <p>Names nothing of TensorFlow, so that it can be loaded where there is none.
 */
public final class SavedModel implements ModelFormat {

  private static final String MANIFEST = "assets.extra/" + ModelManifest.METADATA_KEY;

  @Override
  public String manifestPlace() {
    return "file " + MANIFEST + " in the archive";
  }

  @Override
  public Optional<String> manifest(byte[] content) throws IOException {
    return new ModelArchive(content).text(MANIFEST::equals);
  }

  @Override
  public Scorer open(ModelManifest manifest, byte[] content, int maxBatch)
      throws IOException, ModelRefusedException {
    Path folder = Files.createTempDirectory("nightshift-model-");
    try {
      new ModelArchive(content).unpack(folder);
      return SavedModelScorer.load(manifest, folder, maxBatch);
    } catch (LinkageError e) {
      throw new RuntimeMissingException(
          "TensorFlow is not there: put org.tensorflow's tensorflow-core-api, ndarray and"
              + " tensorflow-core-native (with its linux-x86_64 libraries), javacpp and"
              + " protobuf-java into Flink's lib/ ("
              + e
              + ")",
          e);
    } finally {
      // Weights are in memory once it is loaded.
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      // What lies in a folder before the folder.
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
