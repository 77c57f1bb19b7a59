package dev.nightshift.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A model store in a directory. Writes beside the target, syncs, then renames. */
public final class LocalModelFiles implements ModelFiles {

  private final Path root;

  public LocalModelFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public List<FileInfo> list(String prefix) throws IOException {
    Path start = resolve(prefix);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    List<FileInfo> found = new ArrayList<>();
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = root.relativize(file).toString().replace('\\', '/');
            found.add(
                new FileInfo(path, attributes.size(), attributes.lastModifiedTime().toMillis()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // Somebody removed it while we looked: then it is not there.
            if (Files.exists(file)) {
              throw e;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.comparing(FileInfo::path));
    return found;
  }

  @Override
  public byte[] read(String path) throws IOException {
    return Files.readAllBytes(resolve(path));
  }

  @Override
  public void writeAtomic(String path, byte[] content) throws IOException {
    Path target = resolve(path);
    Path folder = target.getParent();
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, ".", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      readableLikeFolder(draft);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Temporary files are private to their owner; a store is read by other processes. */
  private static void readableLikeFolder(Path draft) {
    if (!draft.toFile().setReadable(true, false)) {
      throw new UncheckedIOException(new IOException(draft + " cannot be made readable"));
    }
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(resolve(path));
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(resolve(path));
  }

  private Path resolve(String path) {
    Path resolved = root.resolve(path).normalize();
    if (!resolved.startsWith(root)) {
      throw new IllegalArgumentException("'" + path + "' lies outside the store");
    }
    return resolved;
  }
}
