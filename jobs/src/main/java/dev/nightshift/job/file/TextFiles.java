package dev.nightshift.job.file;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Small files of text wherever Flink has a file system for: directories, S3, GCS, HDFS. */
public final class TextFiles {

  private TextFiles() {}

  /**
   * Reads a file as UTF-8.
   *
   * @param maxBytes what is larger is something else
   * @throws IOException if it is away, larger, or Flink knows no file system for its scheme
   */
  public static String read(URI location, int maxBytes) throws IOException {
    Path path = new Path(location);
    FileSystem files = path.getFileSystem();
    return read(files, files.getFileStatus(path), maxBytes);
  }

  /** The same of a file that was listed. */
  public static String read(FileSystem files, FileStatus file, int maxBytes) throws IOException {
    if (file.getLen() > maxBytes) {
      throw new IOException(
          file.getPath() + " has " + file.getLen() + " bytes, more than " + maxBytes);
    }
    try (InputStream in = files.open(file.getPath())) {
      return new String(in.readNBytes(maxBytes), StandardCharsets.UTF_8);
    }
  }

  /** As a person would write it: a local file without its scheme. */
  public static String name(URI location) {
    return name(new Path(location));
  }

  /** The same of a path. */
  public static String name(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file") ? path.getPath() : path.toString();
  }
}
