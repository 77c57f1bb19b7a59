package dev.nightshift.local.evaluate;

import dev.nightshift.training.evaluation.Verdicts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes one line per row of a test file: {@code row,score,threshold,anomaly}. Rows count from 0;
 * anomaly is 0 or 1; the threshold is {@code Infinity} while it warms up and {@code NaN} where a
 * row came too early for a whole window. Gzipped if the name ends with {@code .gz}.
 */
final class ScoreFile {

  private ScoreFile() {}

  static void write(Path file, Verdicts verdicts) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream plain = file.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : raw;
        Writer out = new BufferedWriter(new OutputStreamWriter(plain, StandardCharsets.UTF_8))) {
      out.write("row,score,threshold,anomaly\n");
      for (int i = 0; i < verdicts.scores().length; i++) {
        out.write(
            i
                + ","
                + verdicts.scores()[i]
                + ","
                + verdicts.thresholds()[i]
                + ","
                + (verdicts.anomalies()[i] ? 1 : 0)
                + "\n");
      }
    }
  }
}
