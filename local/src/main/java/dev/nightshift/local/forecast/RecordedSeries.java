package dev.nightshift.local.forecast;

import dev.nightshift.local.cli.UserException;
import dev.nightshift.training.evaluation.Recording;
import dev.nightshift.training.evaluation.RecordingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Recorded series with limits that they never reach. */
final class RecordedSeries {

  /** Of a column's range, above its greatest value. */
  private static final float ROOM = 0.1f;

  private RecordedSeries() {}

  /** Runs each column that moves; returns how many do. */
  static int run(Path directory, Supplier<AlarmSource> method, ForecastFigures figures)
      throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory, 2)) {
      files =
          all.filter(file -> file.getFileName().toString().matches("test\\.csv(\\.gz)?"))
              .sorted()
              .toList();
    }
    if (files.isEmpty()) {
      throw new UserException("No folder in " + directory + " holds test.csv or test.csv.gz.");
    }
    int columns = 0;
    for (Path file : files) {
      Recording recording = RecordingReader.read(file);
      for (int f = 0; f < recording.features().size(); f++) {
        columns += run(recording.rows(), f, method.get(), figures) ? 1 : 0;
      }
    }
    return columns;
  }

  private static boolean run(
      float[][] rows, int feature, AlarmSource source, ForecastFigures figures) {
    float[] values = new float[rows.length];
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < rows.length; i++) {
      values[i] = rows[i][feature];
      lowest = values[i] < lowest ? values[i] : lowest;
      highest = values[i] > highest ? values[i] : highest;
    }
    if (!(highest > lowest)) {
      return false;
    }
    float limit = highest + ROOM * (highest - lowest);
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - lowest) / (limit - lowest);
    }
    figures.run(
        new SimulatedSeries(SimulatedSeries.Kind.NOISE, values, values.length, -1, -1), source);
    return true;
  }
}
