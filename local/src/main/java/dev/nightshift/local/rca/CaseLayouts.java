package dev.nightshift.local.rca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.local.replay.CsvFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds cases by the files that are there. Of label files only the symptom is read here (PetShop's
 * {@code target}); the cause is for {@link Labels} alone.
 */
final class CaseLayouts {

  private static final int MAX_DEPTH = 4;
  private static final Pattern TRACE_MINUTE =
      Pattern.compile("(?:trace|log)_(\\d\\d)_(\\d\\d)\\.csv.*");

  /** Nezha records metrics until so long after the alarm. */
  private static final long NEZHA_AFTER_MILLIS = 6 * 60_000L;

  private static final long MINUTE = 60_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Long onset;
  private final List<RecordedCase> found = new ArrayList<>();

  private CaseLayouts(Long onset) {
    this.onset = onset;
  }

  /**
   * The cases of a directory.
   *
   * @param directory whether cases are looked for below the path, or the path is one
   * @param onset for cases that do not say it themselves; null if unknown
   */
  static List<RecordedCase> find(Path path, boolean directory, Long onset) throws IOException {
    Path root = path.toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      throw new UserException(path + " is no directory. A case is a directory with its files.");
    }
    CaseLayouts layouts = new CaseLayouts(onset);
    if (directory) {
      layouts.below(root, root, 0);
    } else {
      layouts.at(root, root);
    }
    if (layouts.found.isEmpty()) {
      throw new UserException(
          path
              + " holds no case: looked for metric/ (Nezha), metrics.csv with target.json"
              + " (PetShop), and metrics.csv, each also with .gz."
              + (directory ? "" : " A directory of cases needs --directory."));
    }
    return layouts.found;
  }

  private void below(Path root, Path path, int depth) throws IOException {
    if (at(root, path) || depth == MAX_DEPTH) {
      return;
    }
    for (Path child : children(path)) {
      if (Files.isDirectory(child) && !isUsual(child)) {
        below(root, child, depth + 1);
      }
    }
  }

  private static boolean isUsual(Path path) {
    String name = name(path);
    return name.startsWith("faultfree") || name.equals("noissue");
  }

  /** Whether the path is a case. */
  private boolean at(Path root, Path path) throws IOException {
    Path metrics = csv(path, "metrics");
    String name = root.equals(path) ? name(path) : root.relativize(path).toString();
    if (Files.isDirectory(path.resolve("metric"))) {
      add(
          name,
          path,
          siblings(path.getParent()),
          csv(path.resolve("metric"), "dependency"),
          onset != null ? onset : nezhaOnset(path),
          "",
          "");
      return true;
    }
    if (metrics == null) {
      return false;
    }
    Path target = path.resolve("target.json");
    if (Files.isRegularFile(target)) {
      JsonNode symptom = JSON.readTree(target.toFile()).path("target");
      Path set = path.getParent().getParent();
      add(
          name,
          path,
          siblings(set),
          csv(set, "graph"),
          onset != null ? onset : toldOnset(symptom),
          symptom.path("node").asText(),
          symptom.path("metric").asText());
      return true;
    }
    add(
        name,
        path,
        siblings(path.getParent()),
        declared(path),
        onset != null ? onset : RecordedCase.UNKNOWN,
        "",
        "");
    return true;
  }

  private static long toldOnset(JsonNode symptom) {
    return symptom.path("timestamp").isNumber()
        ? symptom.path("timestamp").asLong() * 1000
        : RecordedCase.UNKNOWN;
  }

  private static Path declared(Path path) {
    Path json = path.resolve("graph.json");
    return Files.isRegularFile(json) ? json : csv(path, "graph");
  }

  private void add(
      String name,
      Path path,
      List<String> usual,
      Path graph,
      long onsetMillis,
      String target,
      String symptom) {
    String system = "rca." + name.replaceAll("[^A-Za-z0-9_-]", "-");
    found.add(
        new RecordedCase(
            name,
            system,
            path.toString(),
            new ArrayList<>(usual),
            graph == null ? "" : graph.toString(),
            onsetMillis,
            Long.MAX_VALUE,
            target,
            symptom));
  }

  /** Recordings without a problem, beside the cases. */
  private static List<String> siblings(Path path) throws IOException {
    List<String> usual = new ArrayList<>();
    for (Path child : children(path)) {
      if (Files.isDirectory(child) && isUsual(child)) {
        usual.add(child.toString());
      }
    }
    return usual;
  }

  /**
   * The first minute of traces or logs. Without any it is told from where the metrics, one a
   * minute, end: the last one lies less than a minute before the end of the recording, and all
   * begin at some second of their own, so that half a minute more separates those before from those
   * after.
   */
  private static long nezhaOnset(Path path) throws IOException {
    long last = lastMetric(path.resolve("metric"));
    LocalTime first = null;
    for (Path file : children(path)) {
      Matcher minute = TRACE_MINUTE.matcher(name(file));
      if (minute.matches()) {
        LocalTime time =
            LocalTime.of(Integer.parseInt(minute.group(1)), Integer.parseInt(minute.group(2)));
        first = first == null || time.isBefore(first) ? time : first;
      }
    }
    if (first == null) {
      return last - NEZHA_AFTER_MILLIS + MINUTE + MINUTE / 2;
    }
    return Instant.ofEpochMilli(last)
        .atZone(ZoneOffset.UTC)
        .toLocalDate()
        .atTime(first)
        .toInstant(ZoneOffset.UTC)
        .toEpochMilli();
  }

  private static long lastMetric(Path directory) throws IOException {
    double last = 0;
    for (Path file : children(directory)) {
      if (!name(file).contains("_metric.csv")) {
        continue;
      }
      try (CsvFile csv = new CsvFile(file)) {
        int time = csv.next().indexOf("TimeStamp");
        for (List<String> row = csv.next(); row != null && time >= 0; row = csv.next()) {
          last = Math.max(last, csv.number(row.get(time)));
        }
      }
      break;
    }
    return (long) (last * 1000);
  }

  /** The file, plain or compressed; null if there is none. */
  static Path csv(Path directory, String stem) {
    Path plain = directory.resolve(stem + ".csv");
    Path packed = directory.resolve(stem + ".csv.gz");
    return Files.isRegularFile(plain) ? plain : Files.isRegularFile(packed) ? packed : null;
  }

  private static List<Path> children(Path path) throws IOException {
    try (Stream<Path> list = Files.list(path)) {
      return list.sorted().toList();
    }
  }

  private static String name(Path path) {
    return path.getFileName() == null ? "case" : path.getFileName().toString();
  }
}
