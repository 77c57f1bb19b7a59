package dev.nightshift.job.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The links of the chain: SHA-256 over the hash before and all that a row says, each part with its
 * length, so that no two rows have the same bytes. Changing, inserting or removing a row breaks the
 * chain at that place unless every later hash is made anew, and then its end is another: note the
 * end somewhere else to be sure.
 */
public final class AuditHash {

  /** Bytes of SHA-256. */
  private static final int LENGTH = 32;

  private AuditHash() {}

  /** Before the first row: a new array each time, for nobody may change another's. */
  public static byte[] genesis() {
    return new byte[LENGTH];
  }

  /** The hash of a row that follows one with hash {@code previous}. */
  public static byte[] next(byte[] previous, AuditRow row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, previous);
      write(out, row.topic().getBytes(StandardCharsets.UTF_8));
      out.writeInt(row.partition());
      out.writeLong(row.position());
      out.writeLong(row.at());
      write(out, row.record().getBytes(StandardCharsets.UTF_8));
      write(out, row.payload());
      return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void write(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }
}
