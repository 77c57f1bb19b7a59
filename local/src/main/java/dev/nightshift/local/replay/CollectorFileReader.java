package dev.nightshift.local.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What the OpenTelemetry Collector's file exporter writes with {@code format: json}: one OTLP/JSON
 * payload a line, of metrics, logs or spans; compressed as a whole with gzip or not.
 *
 * <p>The last line of a file that was copied while it was written cannot be read: see {@link
 * OtlpPayloads}.
 */
final class CollectorFileReader implements ReplayReader {

  private static final Pattern NAME = Pattern.compile(".*\\.(json|jsonl|ndjson)(\\.gz)?");
  private static final int SNIFFED = 1 << 10;

  private final Path file;
  private final BufferedReader reader;
  private final OtlpPayloads payloads = new OtlpPayloads();
  private long lines;

  CollectorFileReader(Path file) throws IOException {
    this.file = file;
    this.reader = open(file);
  }

  /** Whether a file is one of these, by its name and its first bytes. */
  static boolean reads(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !NAME.matcher(file.getFileName().toString()).matches()) {
      return false;
    }
    try (BufferedReader reader = open(file)) {
      char[] head = new char[SNIFFED];
      int length = reader.read(head);
      return length > 0 && OtlpPayloads.isJson(new String(head, 0, length));
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(new InputStreamReader(bytes(file), StandardCharsets.UTF_8), 1 << 16);
  }

  /** The bytes of a file, unpacked by its name. */
  static InputStream bytes(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
  }

  @Override
  public ReplayRecord next() throws IOException {
    ReplayRecord record = payloads.poll();
    while (record == null) {
      String line = line();
      if (line == null) {
        return null;
      }
      if (!line.isBlank()) {
        payloads.json(line.getBytes(StandardCharsets.UTF_8));
      }
      record = payloads.poll();
    }
    return record;
  }

  private String line() throws IOException {
    try {
      lines++;
      return reader.readLine();
    } catch (IOException e) {
      throw new IOException(file + ":" + lines + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
