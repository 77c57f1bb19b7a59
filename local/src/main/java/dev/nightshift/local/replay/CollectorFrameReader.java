package dev.nightshift.local.replay;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What the OpenTelemetry Collector's file exporter writes with {@code format: proto}: OTLP payloads
 * in protobuf, each behind its length in four bytes, the highest first; compressed as a whole with
 * gzip or not.
 *
 * <p>The last payload of a file that was copied while it was written is shorter than its length
 * says, and cannot be read: see {@link OtlpPayloads}.
 */
final class CollectorFrameReader implements ReplayReader {

  /** A file without an ending too: the exporter's manual names one so. */
  private static final Pattern NAME =
      Pattern.compile("[^.]+|.*\\.(proto|pb|binpb|otlp|bin|json)(\\.gz)?");

  /** Far above what a batch of the Collector holds. */
  private static final int MAX_BYTES = 64 << 20;

  /** The first byte of each request: field 1, a message. */
  private static final int FIRST = 0x0A;

  private final Path file;
  private final DataInputStream in;
  private final OtlpPayloads payloads = new OtlpPayloads();
  private long position;

  CollectorFrameReader(Path file) throws IOException {
    this.file = file;
    this.in = open(file);
  }

  /** Whether a file is one of these, by its name and its first bytes. */
  static boolean reads(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !NAME.matcher(file.getFileName().toString()).matches()) {
      return false;
    }
    try (InputStream in = open(file)) {
      byte[] head = in.readNBytes(Integer.BYTES + 1);
      int length = head.length > Integer.BYTES ? length(head) : 0;
      return length > 0 && length <= MAX_BYTES && head[Integer.BYTES] == FIRST;
    }
  }

  private static int length(byte[] head) {
    return (head[0] & 0xFF) << 24
        | (head[1] & 0xFF) << 16
        | (head[2] & 0xFF) << 8
        | (head[3] & 0xFF);
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(CollectorFileReader.bytes(file), 1 << 16));
  }

  @Override
  public ReplayRecord next() throws IOException {
    ReplayRecord record = payloads.poll();
    while (record == null) {
      if (!frame()) {
        return null;
      }
      record = payloads.poll();
    }
    return record;
  }

  /** Takes the next payload; false at the end of the file. */
  private boolean frame() throws IOException {
    try {
      byte[] head = in.readNBytes(Integer.BYTES);
      if (head.length == 0) {
        return false;
      }
      int length = head.length < Integer.BYTES ? 0 : length(head);
      if (length < 0 || length > MAX_BYTES) {
        throw new IOException(
            "a payload of "
                + Integer.toUnsignedString(length)
                + " bytes; expected at most "
                + MAX_BYTES
                + ": the file is damaged, or not the Collector's");
      }
      byte[] payload = in.readNBytes(length);
      if (head.length < Integer.BYTES || payload.length < length) {
        payloads.unreadable(payload);
      } else {
        payloads.protobuf(payload);
      }
      position += head.length + payload.length;
      return true;
    } catch (IOException e) {
      throw new IOException(file + ", byte " + position + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
