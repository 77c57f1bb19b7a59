package dev.nightshift.local.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown document of this repository, taken apart as far as tests need it.
 *
 * @param path relative to the repository
 */
record Document(String path, String text) {

  static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  static Document read(String path) {
    try {
      return new Document(path, Files.readString(REPOSITORY.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those at the top, and those of the modules. */
  static List<Document> all() {
    try (Stream<Path> files = Files.walk(REPOSITORY, 2)) {
      return files
          .map(REPOSITORY::relativize)
          .map(Path::toString)
          .filter(path -> path.endsWith(".md") && !path.startsWith("."))
          .sorted()
          .map(Document::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Contents of the fenced blocks of a language. */
  List<String> blocks(String language) {
    List<String> found = new ArrayList<>();
    Matcher fence = FENCE.matcher(text);
    while (fence.find()) {
      if (fence.group(1).equals(language)) {
        found.add(fence.group(2));
      }
    }
    return found;
  }

  /** What stands between backquotes outside of fenced blocks. */
  List<String> code() {
    return groups(CODE, FENCE.matcher(text).replaceAll(""));
  }

  /** Targets of links that are no addresses. */
  List<String> links() {
    return groups(LINK, text).stream().filter(link -> !link.contains("://")).toList();
  }

  /** Command lines of shell blocks and of inline code, without what follows a comment or a pipe. */
  List<String> commands() {
    List<String> lines = new ArrayList<>(code());
    for (String block : blocks("sh")) {
      block.replaceAll("\\\\\\n\\s*", "").lines().forEach(lines::add);
    }
    return lines.stream().map(line -> line.replaceAll("\\s+[#|].*", "").strip()).toList();
  }

  private static List<String> groups(Pattern pattern, String in) {
    return pattern.matcher(in).results().map(result -> result.group(1)).toList();
  }

  @Override
  public String toString() {
    return path;
  }
}
