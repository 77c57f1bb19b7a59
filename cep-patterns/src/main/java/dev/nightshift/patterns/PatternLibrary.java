package dev.nightshift.patterns;

import dev.nightshift.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The patterns in force, and those refused with their reasons. One bad file refuses itself only.
 *
 * @param patterns sorted by name
 * @param refused one sentence each: file, line, what was expected
 */
public record PatternLibrary(List<PatternDefinition> patterns, List<String> refused)
    implements Serializable {

  /** Names of the files in this module's jar under {@code /patterns}. */
  public static final List<String> SHIPPED =
      List.of(
          "bad_deployment.yaml",
          "cache_corruption.yaml",
          "cpu_saturation.yaml",
          "crash_loop.yaml",
          "dependency_outage_cascade.yaml",
          "memory_leak.yaml",
          "retry_storm.yaml",
          "slow_database.yaml");

  /**
   * A pattern file.
   *
   * @param name for messages
   * @param yaml its text
   */
  public record Source(String name, String yaml) {}

  /** Reads pattern files; a second pattern of the same name is refused. */
  public static PatternLibrary load(List<Source> sources) {
    List<PatternDefinition> patterns = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Source source : sources) {
      try {
        PatternDefinition pattern = PatternReader.read(source.name(), source.yaml());
        PatternCompiler.compile(pattern);
        if (patterns.stream().anyMatch(p -> p.name().equals(pattern.name()))) {
          refused.add(source.name() + ": there is a pattern '" + pattern.name() + "' already");
        } else {
          patterns.add(pattern);
        }
      } catch (ConfigException e) {
        refused.add(e.getMessage());
      } catch (RuntimeException e) {
        // Flink's own checks of a pattern throw what they like; the file is named all the same.
        refused.add(source.name() + ": " + e.getMessage());
      }
    }
    patterns.sort(Comparator.comparing(PatternDefinition::name));
    return new PatternLibrary(patterns, refused);
  }

  /**
   * Reads all {@code *.yaml} of a directory, or one file.
   *
   * @throws IOException if the directory or a file cannot be read
   */
  public static PatternLibrary load(Path path) throws IOException {
    List<Source> sources = new ArrayList<>();
    try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        sources.add(new Source(file.toString(), Files.readString(file)));
      }
    }
    return load(sources);
  }

  /** The patterns that come with this module. */
  public static PatternLibrary shipped() {
    List<Source> sources = new ArrayList<>();
    for (String name : SHIPPED) {
      try (InputStream in = PatternLibrary.class.getResourceAsStream("/patterns/" + name)) {
        if (in == null) {
          throw new IllegalStateException("the pattern file " + name + " is not in the jar");
        }
        sources.add(new Source(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new IllegalStateException("the pattern file " + name + " cannot be read", e);
      }
    }
    return load(sources);
  }
}
