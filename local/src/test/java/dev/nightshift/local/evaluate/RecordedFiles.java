package dev.nightshift.local.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Writes a small series in the layout of the recorded sets: a load, what follows it, one fault. */
final class RecordedFiles {

  static final int STEPS = 600;
  static final int FAULT_FROM = 400;
  static final int FAULT_TO = 430;

  private RecordedFiles() {}

  static Path series(Path directory, String name, long seed) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    Files.writeString(folder.resolve("train.csv"), "load,cpu,errors\n" + rows(seed, false));
    Files.writeString(folder.resolve("test.csv"), "load,cpu,errors\n" + rows(seed + 1, true));
    StringBuilder labels = new StringBuilder("label\n");
    for (int i = 0; i < STEPS; i++) {
      labels.append(i >= FAULT_FROM && i < FAULT_TO ? "1\n" : "0\n");
    }
    Files.writeString(folder.resolve("test_label.csv"), labels);
    return folder;
  }

  private static String rows(long seed, boolean fault) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < STEPS; i++) {
      double load = 10 + 3 * Math.sin(i / 40.0);
      boolean wrong = fault && i >= FAULT_FROM && i < FAULT_TO;
      rows.append((float) (load + random.nextDouble())).append(',');
      rows.append((float) (5 * load + random.nextDouble() + (wrong ? 40 : 0))).append(',');
      rows.append(i % 97 == 5 ? "" : Float.toString((float) random.nextDouble() + (wrong ? 6 : 0)));
      rows.append('\n');
    }
    return rows.toString();
  }
}
