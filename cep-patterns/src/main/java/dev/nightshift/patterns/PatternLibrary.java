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
          "cache_stampede.yaml",
          "certificate_expiry.yaml",
          "clock_skew.yaml",
          "config_rollout.yaml",
          "connection_pool_exhaustion.yaml",
          "cpu_saturation.yaml",
          "crash_loop.yaml",
          "deadlock.yaml",
          "dependency_outage_cascade.yaml",
          "disk_full.yaml",
          "dns_failure.yaml",
          "gc_pause.yaml",
          "memory_leak.yaml",
          "noisy_neighbour.yaml",
          "oom_kill.yaml",
          "poison_message.yaml",
          "queue_backlog.yaml",
          "quota_throttling.yaml",
          "retry_storm.yaml",
          "slow_database.yaml",
          "slow_database_timeouts.yaml",
          "thread_pool_exhaustion.yaml",
          "zone_loss.yaml");

  /**
   * A pattern file.
   *
   * @param name for messages
   * @param yaml its text
   */
  public record Source(String name, String yaml) implements Serializable {}

  /**
   * Reads one pattern file and checks all that can be checked before events come.
   *
   * @throws ConfigException with file, line and what was expected
   */
  public static PatternDefinition compile(Source source) {
    PatternDefinition pattern = PatternReader.read(source.name(), source.yaml());
    try {
      PatternCompiler.check(pattern);
    } catch (RuntimeException e) {
      // Flink's own checks of a pattern throw what they like; the file is named all the same.
      throw new ConfigException(source.name(), 0, e.getMessage());
    }
    return pattern;
  }

  /** Reads pattern files; a second pattern of the same name is refused. */
  public static PatternLibrary load(List<Source> sources) {
    List<PatternDefinition> patterns = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Source source : sources) {
      try {
        PatternDefinition pattern = compile(source);
        if (patterns.stream().anyMatch(p -> p.name().equals(pattern.name()))) {
          refused.add(source.name() + ": there is a pattern '" + pattern.name() + "' already");
        } else {
          patterns.add(pattern);
        }
      } catch (ConfigException e) {
        refused.add(e.getMessage());
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
