package dev.nightshift.local.evaluate;

import dev.nightshift.local.cli.UserException;
import dev.nightshift.training.evaluation.Recording;
import dev.nightshift.training.evaluation.RecordingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one recording.
 *
 * @param name for people
 * @param train null where the model is trained on the first rows of {@code test}
 * @param labels null if there are none
 */
record CaseFiles(String name, Path train, Path test, Path labels) {

  private static final List<String> ENDINGS = List.of(".csv", ".csv.gz");

  /**
   * One for each folder of a directory that holds {@code test.csv} (with {@code train.csv} and
   * {@code test_label.csv} beside it, gzipped or not), in the order of names.
   *
   * @param needTraining whether a folder without {@code train.csv} is wrong
   */
  static List<CaseFiles> inDirectory(Path directory, boolean needTraining) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UserException(
          directory + " is not a directory; expected a folder with one folder per series.");
    }
    try (Stream<Path> folders = Files.list(directory)) {
      List<CaseFiles> cases =
          folders
              .filter(folder -> find(folder, "test") != null)
              .sorted()
              .map(
                  folder ->
                      new CaseFiles(
                          folder.getFileName().toString(),
                          find(folder, "train"),
                          find(folder, "test"),
                          find(folder, "test_label")))
              .toList();
      if (cases.isEmpty()) {
        throw new UserException(
            "No folder in "
                + directory
                + " holds test.csv or test.csv.gz; expected NAME/train.csv, NAME/test.csv and"
                + " NAME/test_label.csv, gzipped or not.");
      }
      for (CaseFiles one : cases) {
        require(one.labels, directory.resolve(one.name), "test_label");
        if (needTraining) {
          require(one.train, directory.resolve(one.name), "train");
        }
      }
      return cases;
    }
  }

  private static Path find(Path folder, String stem) {
    return ENDINGS.stream()
        .map(ending -> folder.resolve(stem + ending))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  private static void require(Path file, Path folder, String stem) {
    if (file == null) {
      throw new UserException(
          folder + " has no " + stem + ".csv or " + stem + ".csv.gz; put one there.");
    }
  }

  /**
   * Reads them.
   *
   * @param prefix which rows of the test file to train on; null for the training file
   */
  EvaluationCase read(TrainingPrefix prefix) throws IOException {
    try {
      Recording recorded = RecordingReader.read(test);
      boolean[] known = labels == null ? null : RecordingReader.labels(labels);
      if (known != null && known.length != recorded.steps()) {
        throw new UserException(
            "%s has %d labels and %s has %d rows; expected one label per row."
                .formatted(labels, known.length, test, recorded.steps()));
      }
      if (prefix != null) {
        Recording first = recorded.first(prefix.rows(name, recorded.steps(), known));
        return new EvaluationCase(name, first, recorded, known, false);
      }
      Recording training = RecordingReader.read(train);
      if (!training.features().equals(recorded.features())) {
        throw new UserException(
            "%s has the columns %s and %s has %s; expected the same in both."
                .formatted(train, training.features(), test, recorded.features()));
      }
      return new EvaluationCase(name, training, recorded, known, true);
    } catch (NoSuchFileException e) {
      throw new UserException("There is no file " + e.getFile() + ".");
    }
  }
}
