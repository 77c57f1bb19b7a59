package dev.nightshift.models.tensorflow;

import dev.nightshift.models.ModelManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * A SavedModel, made by TensorFlow itself: the error of a feature is the mean of its squares times
 * a weight of 1, the score is the largest.
 */
final class ExportedModel {

  String input = SavedModelSignature.INPUT;
  long features = 2;
  boolean bearsNan = true;

  /** Whether it gives one error for each window, and not one for each feature. */
  boolean isNarrow;

  /** Null for none. */
  String manifest;

  ExportedModel(String manifest) {
    this.manifest = manifest;
  }

  /** The archive as it lies in a store. */
  byte[] toBytes() throws IOException {
    Path folder = Files.createTempDirectory("exported-model");
    try {
      export(folder);
      if (manifest != null) {
        Path extra = Files.createDirectories(folder.resolve("assets.extra"));
        Files.writeString(extra.resolve(ModelManifest.METADATA_KEY), manifest);
      }
      return zipped(folder);
    } finally {
      for (Path path : deepestFirst(folder)) {
        Files.delete(path);
      }
    }
  }

  private void export(Path folder) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> windows =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2, features)));
      Variable<TFloat32> weight = tf.variable(tf.constant(1f));
      Operand<TFloat32> filled =
          bearsNan ? tf.select(tf.math.isNan(windows), tf.zerosLike(windows), windows) : windows;
      Operand<TFloat32> squares = tf.math.mul(tf.math.square(filled), weight);
      Operand<TFloat32> errors =
          isNarrow
              ? tf.expandDims(tf.math.mean(squares, tf.array(1, 2)), tf.constant(1))
              : tf.math.mean(squares, tf.array(1));
      Operand<TFloat32> score = tf.reduceMax(errors, tf.array(1));
      // What is not known until it computes, as in models of other trainers.
      Operand<TFloat32> open =
          tf.placeholderWithDefault(errors, Shape.of(-1, isNarrow ? -1 : features));
      Signature signature =
          Signature.builder()
              .key(Signature.DEFAULT_KEY)
              .input(input, windows)
              .output(SavedModelSignature.SCORE, score)
              .output(SavedModelSignature.FEATURE_ERROR, open)
              .build();
      try (Session session = new Session(graph)) {
        session.initialize();
        SavedModelBundle.exporter(folder.toString())
            .withFunction(SessionFunction.create(signature, session))
            .export();
      }
    }
  }

  private static byte[] zipped(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Path file : files(folder)) {
        if (Files.isRegularFile(file)) {
          put(zip, folder.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return bytes.toByteArray();
  }

  /** An archive of texts: names and contents by turns. */
  static byte[] zipOf(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        put(zip, namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    List<Path> files = new ArrayList<>(files(folder));
    Collections.reverse(files);
    return files;
  }
}
