package dev.nightshift.local.stack;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/**
 * Tells the other commands where the local run is ({@code .nightshift/connection.properties}):
 * while it lasts, {@code nightshift incidents} needs no options. Readable by its owner only,
 * because it holds the key that signs control messages. Removed when the run ends.
 */
public final class ConnectionFile implements AutoCloseable {

  private final Path file;

  private ConnectionFile(Path file) {
    this.file = file;
  }

  /**
   * Writes the file.
   *
   * @param installation as the job file names it; empty for none
   * @param controlKey file with the secret of control key {@code local}; null for none
   */
  public static ConnectionFile write(
      Path file, LocalStack stack, String installation, Path controlKey) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", stack.bootstrapServers());
    properties.setProperty("jdbc.url", stack.database().jdbcUrl());
    properties.setProperty("user", stack.database().user());
    properties.setProperty("web.page", stack.webPage().toString());
    properties.setProperty("control.installation", installation);
    if (controlKey != null) {
      properties.setProperty("control.key.id", "local");
      properties.setProperty("control.key", Files.readString(controlKey).strip());
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "Where the local run of Nightshift is");
    }
    return new ConnectionFile(file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
