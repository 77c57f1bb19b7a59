package dev.nightshift.local.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Rows of a CSV file (RFC 4180: quotes, quoted line ends), compressed with gzip or not. */
public final class CsvFile implements AutoCloseable {

  private final Path path;
  private final BufferedReader reader;
  private long line;

  /** Opens a file; a name that ends with {@code .gz} says that it is compressed. */
  public CsvFile(Path path) throws IOException {
    this.path = path;
    InputStream in = Files.newInputStream(path);
    this.reader =
        new BufferedReader(
            new InputStreamReader(
                path.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in,
                StandardCharsets.UTF_8),
            1 << 16);
  }

  /**
   * The fields of the next row.
   *
   * @return null at the end; blank lines are passed over
   */
  public List<String> next() throws IOException {
    String text;
    do {
      text = reader.readLine();
      line++;
    } while (text != null && text.isBlank());
    if (text == null) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    int i = 0;
    while (true) {
      if (i == text.length()) {
        if (!quoted) {
          fields.add(field.toString());
          return fields;
        }
        text = reader.readLine();
        line++;
        if (text == null) {
          throw new IOException(where() + ": a quote is not closed");
        }
        field.append('\n');
        i = 0;
        continue;
      }
      char c = text.charAt(i++);
      if (quoted && c == '"' && i < text.length() && text.charAt(i) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
  }

  /** File and line, for error messages. */
  public String where() {
    return path + ":" + line;
  }

  public static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** NaN for an empty field. */
  public double number(String text) throws IOException {
    if (text.isEmpty()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IOException(where() + ": not a number: '" + text + "'", e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
