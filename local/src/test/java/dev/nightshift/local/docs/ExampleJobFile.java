package dev.nightshift.local.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Puts a job file where the files are that it names: policies and patterns of the repository. */
final class ExampleJobFile {

  private static final List<String> NAMED = List.of("jobs/policies", "cep-patterns/patterns");

  private ExampleJobFile() {}

  /**
   * Writes the job file.
   *
   * @param directory stands for the repository
   */
  static Path write(Path directory, String yaml) throws IOException {
    for (String folder : NAMED) {
      Path copies = Files.createDirectories(directory.resolve(folder));
      try (Stream<Path> files = Files.list(Document.REPOSITORY.resolve(folder))) {
        for (Path file : files.toList()) {
          Files.writeString(copies.resolve(file.getFileName()), Files.readString(file));
        }
      }
    }
    return Files.writeString(directory.resolve("jobs/example.yaml"), yaml);
  }
}
