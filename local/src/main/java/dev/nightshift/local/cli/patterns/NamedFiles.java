package dev.nightshift.local.cli.patterns;

import dev.nightshift.local.cli.UserException;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.patterns.PatternLibrary.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that a person named, or that lie in the directories that were named. */
final class NamedFiles {

  private NamedFiles() {}

  /**
   * Reads them.
   *
   * @param suffixes of files that are taken out of a directory; a file named itself is always taken
   * @throws UserException if something named is not there, or a directory has no such file
   */
  static List<Source> read(List<Path> paths, String... suffixes) throws IOException {
    List<Source> files = new ArrayList<>();
    for (Path path : paths) {
      for (Path file : resolve(path, List.of(suffixes))) {
        files.add(new Source(file.toString(), Files.readString(file)));
      }
    }
    return files;
  }

  /** The library that is tried; a faulty file is said in full. */
  static PatternLibrary library(List<Path> paths) throws IOException {
    PatternLibrary library =
        paths.isEmpty() ? PatternLibrary.shipped() : PatternLibrary.load(read(paths, ".yaml"));
    if (!library.refused().isEmpty()) {
      throw new UserException(String.join(System.lineSeparator(), library.refused()));
    }
    return library;
  }

  private static List<Path> resolve(Path path, List<String> suffixes) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new UserException("there is neither a file nor a directory " + path);
    }
    try (Stream<Path> children = Files.list(path)) {
      List<Path> files =
          children
              .filter(child -> suffixes.stream().anyMatch(child.toString()::endsWith))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new UserException(path + " holds no " + String.join(" or ", suffixes) + " file");
      }
      return files;
    }
  }
}
