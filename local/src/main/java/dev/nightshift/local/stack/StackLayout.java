package dev.nightshift.local.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Where an installation on one machine keeps what: one directory, deleted by deleting it. */
public record StackLayout(Path root) {

  private static final int SECRET_BYTES = 32;

  public StackLayout {
    root = root.toAbsolutePath().normalize();
  }

  public Path kafka() {
    return root.resolve("kafka");
  }

  public Path database() {
    return root.resolve("database");
  }

  public Path flink() {
    return root.resolve("flink");
  }

  public Path store() {
    return root.resolve("store");
  }

  public Path feedback() {
    return root.resolve("feedback");
  }

  public Path jobFile() {
    return root.resolve("job.yaml");
  }

  public Path actuatorFile() {
    return root.resolve("actuator.yaml");
  }

  /** The file that holds a secret; made with fresh random content, readable by its owner only. */
  public Path secret(String name) throws IOException {
    Path file = root.resolve("secrets").resolve(name);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      byte[] random = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(random);
      Files.writeString(file, HexFormat.of().formatHex(random));
    }
    return file;
  }

  /** An empty directory, whatever was there before. */
  public void clear() throws IOException {
    if (Files.exists(root)) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    }
    Files.createDirectories(root);
  }

  /** Copies the shipped models, so that what a run trains does not land among them. */
  public void copyModels(Path shipped) throws IOException {
    Files.createDirectories(store());
    if (!Files.isDirectory(shipped)) {
      return;
    }
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.toList()) {
        Path target = store().resolve(shipped.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
