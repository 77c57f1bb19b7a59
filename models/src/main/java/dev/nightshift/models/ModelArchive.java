package dev.nightshift.models;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A model that is a zip archive. Whoever may write to the store may write any archive: what unpacks
 * to more than a model can be, or out of its folder, is refused.
 */
public final class ModelArchive {

  /** A manifest is some kB; what claims to be more is none. */
  private static final int MOST_TEXT = 4 << 20;

  private static final long MOST_BYTES = 1L << 30;
  private static final int MOST_FILES = 2_000;

  private final byte[] content;
  private final long mostBytes;
  private final int mostFiles;

  /** Of at most 1 GB unpacked and 2,000 files. */
  public ModelArchive(byte[] content) {
    this(content, MOST_BYTES, MOST_FILES);
  }

  ModelArchive(byte[] content, long mostBytes, int mostFiles) {
    this.content = content;
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  /**
   * The text of the first file that is wanted.
   *
   * @param wanted a name within the archive
   * @return empty if there is none
   * @throws IOException if this is no archive, or one that is too large
   */
  public Optional<String> text(Predicate<String> wanted) throws IOException {
    String[] found = new String[1];
    walk(
        (name, in) -> {
          if (wanted.test(name)) {
            found[0] = new String(in.readNBytes(MOST_TEXT), StandardCharsets.UTF_8);
          }
          return found[0] == null;
        });
    return Optional.ofNullable(found[0]);
  }

  /**
   * Unpacks all files.
   *
   * @param folder empty
   * @throws IOException if this is no archive, one that is too large, or one that names a file
   *     twice or outside of the folder; some files may be there then
   */
  public void unpack(Path folder) throws IOException {
    walk(
        (name, in) -> {
          Path file = inside(folder, name);
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
          return true;
        });
  }

  private static Path inside(Path folder, String name) throws IOException {
    Path file;
    try {
      file = folder.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw new IOException("the archive names a file that cannot be: " + e.getMessage(), e);
    }
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new IOException("the archive names a file outside of itself: " + name);
    }
    return file;
  }

  private interface Visitor {

    /** Takes a file; whether to go on. */
    boolean take(String name, InputStream file) throws IOException;
  }

  private void walk(Visitor visitor) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      InputStream bounded = new Bounded(zip);
      ZipEntry entry = zip.getNextEntry();
      if (entry == null) {
        throw new IOException("it is not an archive");
      }
      int files = 0;
      for (; entry != null; entry = zip.getNextEntry()) {
        if (++files > mostFiles) {
          throw new IOException("the archive has more than " + mostFiles + " files");
        }
        if (!entry.isDirectory() && !visitor.take(entry.getName(), bounded)) {
          return;
        }
        // The archive itself would unpack the rest without an end.
        bounded.transferTo(OutputStream.nullOutputStream());
      }
    } catch (EOFException e) {
      throw new IOException("the archive ends too early", e);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is not an archive: " + e.getMessage(), e);
    }
  }

  /** All files one after another: the limit is one for all of them. */
  private final class Bounded extends InputStream {

    private final InputStream in;
    private long left = mostBytes;

    Bounded(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new IOException("the archive unpacks to more than " + mostBytes + " bytes");
      }
      return count;
    }
  }
}
