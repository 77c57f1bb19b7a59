package dev.nightshift.training;

import dev.nightshift.telemetry.Entity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Reads a history from a CSV file, plain or gzipped: a header, then one row per step. The first
 * column is the end of the step in milliseconds (or seconds) since the epoch, the others are
 * features; an empty field is a missing value. Rows may come in any order; of two rows for a step
 * the later counts.
 */
public final class CsvSeries {

  /** Times below this are seconds: as milliseconds they would lie in 1973 or before. */
  private static final double SECONDS_BELOW = 1e11;

  private CsvSeries() {}

  /**
   * @throws IOException if the file cannot be read, or a row is malformed: the message names it
   */
  public static Series read(Path file, Entity entity, long stepMillis) throws IOException {
    TreeMap<Long, float[]> rows = new TreeMap<>();
    List<String> features = new ArrayList<>();
    try (InputStream raw = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      String header = lines.readLine();
      if (header == null) {
        throw new IOException(file + ":1: the file is empty");
      }
      for (String name : header.split(",", -1)) {
        features.add(name.strip());
      }
      features.remove(0);
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        String[] fields = line.split(",", -1);
        if (fields.length != features.size() + 1) {
          throw new IOException(
              file
                  + ":"
                  + number
                  + ": "
                  + fields.length
                  + " fields; the header has "
                  + (features.size() + 1));
        }
        try {
          double time = Double.parseDouble(fields[0].strip());
          long millis = Math.round(time < SECONDS_BELOW ? time * 1000 : time);
          rows.put(Math.floorDiv(millis + stepMillis - 1, stepMillis) * stepMillis, row(fields));
        } catch (NumberFormatException e) {
          throw new IOException(file + ":" + number + ": not a number: " + e.getMessage(), e);
        }
      }
    }
    long[] ends = rows.keySet().stream().mapToLong(Long::longValue).toArray();
    return Series.normal(entity, stepMillis, features, ends, rows.values().toArray(float[][]::new));
  }

  private static float[] row(String[] fields) {
    float[] values = new float[fields.length - 1];
    for (int i = 0; i < values.length; i++) {
      String field = fields[i + 1].strip();
      values[i] = field.isEmpty() ? Float.NaN : Float.parseFloat(field);
    }
    return values;
  }
}
