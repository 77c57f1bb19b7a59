package dev.nightshift.models;

import java.io.IOException;
import java.util.List;

/**
 * The files of a model store: the little that a directory and an object store have in common. Paths
 * are relative to the store's root, with {@code /} between the parts.
 */
public interface ModelFiles {

  /**
   * All files below a folder, in folders below it too; none if it does not exist.
   *
   * @param prefix a folder; empty for the root
   */
  List<FileInfo> list(String prefix) throws IOException;

  byte[] read(String path) throws IOException;

  /**
   * Writes or replaces a file; makes the folders that it lies in. A reader sees the old content or
   * the new, never a part.
   */
  void writeAtomic(String path, byte[] content) throws IOException;

  boolean exists(String path) throws IOException;

  /** Removes a file; nothing happens if there is none. */
  void delete(String path) throws IOException;

  /**
   * A file.
   *
   * @param size in bytes
   * @param modifiedMillis by the store's clock, since the epoch
   */
  record FileInfo(String path, long size, long modifiedMillis) {}
}
