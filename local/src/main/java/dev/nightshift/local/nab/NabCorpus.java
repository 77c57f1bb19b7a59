package dev.nightshift.local.nab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.cli.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The files of the benchmark: {@code data/CATEGORY/NAME.csv[.gz]} with {@code timestamp,value},
 * {@code windows.json} with the windows of each, {@code profiles.json} with the weights.
 *
 * @param profiles in the order of the file
 * @param series in the order of category and name
 */
record NabCorpus(List<NabProfile> profiles, List<NabSeries> series) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  /**
   * Reads a directory.
   *
   * @throws UserException if something is missing or damaged: it says what, where and what was
   *     expected
   */
  static NabCorpus read(Path directory) throws IOException {
    JsonNode windows = json(directory.resolve("windows.json"));
    List<NabProfile> profiles = new ArrayList<>();
    json(directory.resolve("profiles.json"))
        .properties()
        .forEach(entry -> profiles.add(profile(entry.getKey(), entry.getValue())));
    if (profiles.stream().noneMatch(profile -> profile.name().equals(NabProfile.STANDARD))) {
      throw new UserException(directory + "/profiles.json: there is no profile 'standard'.");
    }
    Path data = directory.resolve("data");
    if (!Files.isDirectory(data)) {
      throw new UserException(
          data + ": there is no such directory; the files are expected as data/CATEGORY/NAME.csv.");
    }
    List<NabSeries> series = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data, 2)) {
      for (Path file : files.filter(NabCorpus::isCsv).sorted().toList()) {
        series.add(series(file, windows));
      }
    }
    if (series.isEmpty()) {
      throw new UserException(data + ": there is no file CATEGORY/NAME.csv or .csv.gz.");
    }
    return new NabCorpus(List.copyOf(profiles), List.copyOf(series));
  }

  private static boolean isCsv(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".csv") || name.endsWith(".csv.gz");
  }

  private static JsonNode json(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserException(file + ": there is no such file.");
    }
    try {
      return JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new UserException(file + ": this is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static NabProfile profile(String name, JsonNode node) {
    JsonNode costs = node.path("CostMatrix");
    return new NabProfile(
        name,
        weight(name, costs, "tpWeight"),
        weight(name, costs, "fpWeight"),
        weight(name, costs, "fnWeight"));
  }

  private static double weight(String profile, JsonNode costs, String key) {
    if (!costs.path(key).isNumber()) {
      throw new UserException(
          "profiles.json: profile '" + profile + "' has no number CostMatrix." + key + ".");
    }
    return costs.path(key).doubleValue();
  }

  private static NabSeries series(Path file, JsonNode windows) throws IOException {
    String category = file.getParent().getFileName().toString();
    String csv = file.getFileName().toString().replaceFirst("\\.gz$", "");
    JsonNode own = windows.get(category + "/" + csv);
    if (own == null) {
      throw new UserException(
          "windows.json: there is no entry '" + category + "/" + csv + "' for " + file + ".");
    }
    List<Long> times = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    try (BufferedReader reader = open(file)) {
      String line = reader.readLine();
      for (int number = 2; (line = reader.readLine()) != null; number++) {
        if (line.isBlank()) {
          continue;
        }
        int comma = line.indexOf(',');
        try {
          times.add(millis(line.substring(0, Math.max(0, comma))));
          values.add(Double.parseDouble(line.substring(comma + 1).trim()));
        } catch (DateTimeException | NumberFormatException e) {
          throw new UserException(
              file + ":" + number + ": expected '2014-04-01 00:00:00,12.5', found '" + line + "'.",
              e);
        }
      }
    }
    long[] clock = times.stream().mapToLong(Long::longValue).toArray();
    return new NabSeries(
        category,
        csv.replaceFirst("\\.csv$", ""),
        clock,
        values.stream().mapToDouble(Double::doubleValue).toArray(),
        rows(own, clock, category + "/" + csv));
  }

  private static List<NabWindow> rows(JsonNode windows, long[] times, String name) {
    List<NabWindow> rows = new ArrayList<>();
    for (JsonNode window : windows) {
      int first = row(times, window.path(0).asText(), name);
      int last = row(times, window.path(1).asText(), name);
      rows.add(new NabWindow(first, last));
    }
    return rows;
  }

  private static int row(long[] times, String text, String name) {
    long wanted;
    try {
      wanted = millis(text);
    } catch (DateTimeException e) {
      throw new UserException(
          "windows.json: '" + name + "': expected [from, to] in the file's own times.", e);
    }
    // Not a binary search: clocks that were put back make times repeat, and the first one counts.
    for (int i = 0; i < times.length; i++) {
      if (times[i] == wanted) {
        return i;
      }
    }
    throw new UserException("windows.json: '" + name + "': the file has no row at " + text + ".");
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
            StandardCharsets.UTF_8));
  }

  private static long millis(String text) {
    return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
