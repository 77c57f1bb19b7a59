package dev.nightshift.training.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Reads recordings and their labels from CSV files, plain or gzipped ({@code .gz}). A first row
 * that is not all numbers names the features; without one they are called m1, m2, and so on. An
 * empty field or {@code nan} is a missing value.
 */
public final class RecordingReader {

  private final Path file;
  private List<String> header;
  private int number;

  private RecordingReader(Path file) {
    this.file = file;
  }

  /**
   * @throws IOException if the file cannot be read or a row is malformed: the message names file
   *     and line, what was found and what was expected
   */
  public static Recording read(Path file) throws IOException {
    RecordingReader reader = new RecordingReader(file);
    float[][] rows = reader.rows();
    if (rows.length == 0) {
      throw new IOException(file + ": no row of numbers; expected one row per step");
    }
    int width = rows[0].length;
    List<String> names =
        reader.header != null
            ? reader.header
            : IntStream.rangeClosed(1, width).mapToObj(i -> "m" + i).toList();
    if (new HashSet<>(names).size() != names.size()) {
      throw new IOException(file + ":1: a name stands twice in the header; expected each once");
    }
    return new Recording(names, rows);
  }

  /** Reads one label per row: 0 for normal, 1 for anomalous; the last column counts. */
  public static boolean[] labels(Path file) throws IOException {
    RecordingReader reader = new RecordingReader(file);
    float[][] rows = reader.rows();
    boolean[] labels = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      float label = rows[i][rows[i].length - 1];
      if (label != 0 && label != 1) {
        int line = i + 1 + (reader.header == null ? 0 : 1);
        throw new IOException(file + ":" + line + ": label " + label + "; expected 0 or 1");
      }
      labels[i] = label == 1;
    }
    return labels;
  }

  private float[][] rows() throws IOException {
    List<float[]> rows = new ArrayList<>();
    try (InputStream raw = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      int width = -1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        String[] fields = line.split(",", -1);
        if (width < 0) {
          width = fields.length;
          if (isHeader(fields)) {
            header = IntStream.range(0, width).mapToObj(i -> fields[i].strip()).toList();
            continue;
          }
        }
        if (fields.length != width) {
          throw new IOException(
              file + ":" + number + ": " + fields.length + " fields; expected " + width);
        }
        rows.add(row(fields));
      }
    }
    return rows.toArray(float[][]::new);
  }

  private static boolean isHeader(String[] fields) {
    for (String field : fields) {
      try {
        parse(field.strip());
      } catch (NumberFormatException e) {
        return true;
      }
    }
    return false;
  }

  private float[] row(String[] fields) throws IOException {
    float[] row = new float[fields.length];
    for (int i = 0; i < row.length; i++) {
      try {
        row[i] = parse(fields[i].strip());
      } catch (NumberFormatException e) {
        throw new IOException(
            file
                + ":"
                + number
                + ": '"
                + fields[i].strip()
                + "' in field "
                + (i + 1)
                + "; expected a number, or nothing for a missing value",
            e);
      }
    }
    return row;
  }

  /** Infinite counts as missing: no feature of the job is ever infinite. */
  private static float parse(String field) {
    if (field.isEmpty() || field.equalsIgnoreCase("nan")) {
      return Float.NaN;
    }
    float value = Float.parseFloat(field);
    return Float.isInfinite(value) ? Float.NaN : value;
  }
}
