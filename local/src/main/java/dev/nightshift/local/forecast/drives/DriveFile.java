package dev.nightshift.local.forecast.drives;

import dev.nightshift.local.cli.UserException;
import dev.nightshift.local.replay.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads drives in start-stop form: a row for each stretch of power-on hours with equal values. */
final class DriveFile {

  /** Number of records of a drive is left out: it says how long the drive will live. */
  static final List<String> COUNTS =
      List.of(
          "smart_5",
          "smart_10",
          "smart_12",
          "smart_187",
          "smart_188",
          "smart_189",
          "smart_196",
          "smart_197",
          "smart_198");

  private DriveFile() {}

  /**
   * @throws UserException if a column is missing or a value is no number
   */
  static List<Drive> read(Path file) throws IOException {
    Map<String, List<Drive.Stretch>> drives = new LinkedHashMap<>();
    try (CsvFile csv = new CsvFile(file)) {
      List<String> header = csv.next();
      int serial = column(file, header, "serial_number");
      int from = column(file, header, "tstart");
      int to = column(file, header, "tstop");
      int fails = column(file, header, "fails");
      int[] counts = COUNTS.stream().mapToInt(name -> column(file, header, name)).toArray();
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        float[] smart = new float[counts.length];
        for (int i = 0; i < counts.length; i++) {
          smart[i] = (float) number(file, row, counts[i]);
        }
        drives
            .computeIfAbsent(row.get(serial), key -> new ArrayList<>())
            .add(
                new Drive.Stretch(
                    number(file, row, from),
                    number(file, row, to),
                    number(file, row, fails) == 1,
                    smart));
      }
    }
    List<Drive> all = new ArrayList<>();
    drives.forEach(
        (name, stretches) -> {
          stretches.sort(Comparator.comparingDouble(Drive.Stretch::from));
          all.add(new Drive(name, stretches));
        });
    return all;
  }

  private static int column(Path file, List<String> header, String name) {
    int column = header == null ? -1 : header.indexOf(name);
    if (column < 0) {
      throw new UserException(
          file + " has no column '" + name + "'; its header is " + header + ".");
    }
    return column;
  }

  private static double number(Path file, List<String> row, int column) {
    String text = column < row.size() ? row.get(column) : "";
    try {
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new UserException(
          file + ": expected a number, found '" + text + "' in the row of " + row.get(0) + ".");
    }
  }
}
