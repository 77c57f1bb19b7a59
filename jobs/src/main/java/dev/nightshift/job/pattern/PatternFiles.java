package dev.nightshift.job.pattern;

import dev.nightshift.job.file.TextFiles;
import dev.nightshift.patterns.PatternLibrary.Source;
import dev.nightshift.patterns.PatternRoster.Look;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Pattern files wherever Flink has a file system for: directories, S3, GCS, HDFS. */
public final class PatternFiles {

  private static final String SUFFIX = ".yaml";

  /** A pattern has some dozen lines; what is larger is something else. */
  private static final int MAX_BYTES = 256 * 1024;

  private static final int MAX_FILES = 1_000;

  private PatternFiles() {}

  /**
   * Reads all {@code .yaml} files named or lying in the directories named, sorted by name.
   *
   * @param failures hears of each place that cannot be read, and why
   */
  public static Look look(List<URI> locations, BiConsumer<URI, IOException> failures) {
    Map<String, Source> files = new TreeMap<>();
    List<String> unreadable = new ArrayList<>();
    for (URI location : locations) {
      try {
        read(location).forEach(file -> files.put(file.name(), file));
      } catch (IOException e) {
        failures.accept(location, e);
        unreadable.add(TextFiles.name(location));
      }
    }
    return new Look(new ArrayList<>(files.values()), unreadable);
  }

  private static List<Source> read(URI location) throws IOException {
    Path path = new Path(location);
    FileSystem fileSystem = path.getFileSystem();
    FileStatus status = fileSystem.getFileStatus(path);
    if (!status.isDir()) {
      return List.of(read(fileSystem, status));
    }
    FileStatus[] children = fileSystem.listStatus(path);
    if (children == null) {
      throw new FileNotFoundException("the directory cannot be listed");
    }
    List<FileStatus> named =
        Arrays.stream(children)
            .filter(child -> !child.isDir() && child.getPath().getName().endsWith(SUFFIX))
            .toList();
    if (named.size() > MAX_FILES) {
      throw new IOException("it holds " + named.size() + " pattern files, more than " + MAX_FILES);
    }
    List<Source> files = new ArrayList<>();
    for (FileStatus child : named) {
      files.add(read(fileSystem, child));
    }
    return files;
  }

  private static Source read(FileSystem fileSystem, FileStatus file) throws IOException {
    return new Source(TextFiles.name(file.getPath()), TextFiles.read(fileSystem, file, MAX_BYTES));
  }
}
