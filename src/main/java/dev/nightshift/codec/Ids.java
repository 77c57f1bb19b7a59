package dev.nightshift.codec;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/** Trace and span ids. */
final class Ids {

  static final int TRACE_BYTES = 16;
  static final int SPAN_BYTES = 8;
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private Ids() {}

  /** Of the right length, and not all zeros, which the specification calls invalid. */
  static boolean isValid(ByteString id, int length) {
    if (id.size() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (id.byteAt(i) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Lower-case hexadecimal; empty if the id is not valid. */
  static String hex(ByteString id, int length) {
    if (!isValid(id, length)) {
      return "";
    }
    byte[] out = new byte[length * 2];
    for (int i = 0; i < length; i++) {
      int value = id.byteAt(i);
      out[2 * i] = DIGITS[(value >> 4) & 0xF];
      out[2 * i + 1] = DIGITS[value & 0xF];
    }
    return new String(out, StandardCharsets.ISO_8859_1);
  }
}
