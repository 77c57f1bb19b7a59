package dev.nightshift.models.remote;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Bearer tokens from a file, each for one host. Read again when the file changes: such tokens are
 * renewed beside the process that uses them. Thread-safe.
 */
final class BearerAuth implements RequestAuth {

  private final Path file;
  private Properties tokens;
  private FileTime readAt;

  BearerAuth(Path file) {
    this.file = file;
  }

  /** Whether the file has a token for the host. */
  boolean knows(URI target) throws IOException {
    return token(target) != null;
  }

  @Override
  public Map<String, String> headers(URI target, String contentType, byte[] body)
      throws IOException {
    String token = token(target);
    if (token == null) {
      throw RemoteException.forNow(file + " has no token for " + target.getHost() + " any more");
    }
    return Map.of("Authorization", "Bearer " + token);
  }

  private synchronized String token(URI target) throws IOException {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (!changed.equals(readAt)) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
          read.load(reader);
        }
        tokens = read;
        readAt = changed;
      }
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file + " with the tokens of model servers", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no file of lines 'host = token'", e);
    }
    String token = tokens.getProperty(target.getHost().toLowerCase(Locale.ROOT));
    return token == null || token.isBlank() ? null : token.trim();
  }
}
