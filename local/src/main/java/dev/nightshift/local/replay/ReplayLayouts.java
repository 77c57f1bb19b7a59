package dev.nightshift.local.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Recognises the layout of a recording by the files that are there, and what is in them. */
public final class ReplayLayouts {

  private static final int MAX_DEPTH = 4;

  private ReplayLayouts() {}

  /**
   * Opens a recording: a CSV file, a file of the OpenTelemetry Collector's file exporter, a
   * directory of one of the known layouts, or a directory of such, which are then merged.
   *
   * @throws IOException if nothing known is there; the message says what was looked for
   */
  public static ReplayReader open(Path path, ReplayOptions options) throws IOException {
    List<ReplayReader> readers = new ArrayList<>();
    collect(path.toAbsolutePath().normalize(), options, readers, 0);
    if (readers.isEmpty()) {
      throw new IOException(
          path
              + " holds no recording: looked for *.csv, "
              + options.part()
              + ".csv, metrics.csv, metric/ and trace_*.csv, and for *.json and *.jsonl with OTLP on"
              + " each line, and for *.proto, *.pb and *.otlp with OTLP in protobuf behind its length"
              + " (each also with .gz)");
    }
    return readers.size() == 1 ? readers.get(0) : new MergedReader(readers);
  }

  private static void collect(
      Path path, ReplayOptions options, List<ReplayReader> readers, int depth) throws IOException {
    if (Files.isRegularFile(path)) {
      readers.add(file(path, options));
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new IOException(path + " does not exist");
    }
    Path table = csv(path, options.part());
    Path metrics = csv(path, "metrics");
    if (NezhaReader.isCase(path)) {
      readers.add(NezhaReader.open(path, name(path.getParent()), options));
    } else if (table != null) {
      readers.add(MetricTableReader.ofHost(table, name(path.getParent()), name(path), options));
    } else if (metrics != null) {
      readers.add(metrics(metrics, options));
    } else if (depth < MAX_DEPTH) {
      collectChildren(path, options, readers, depth);
    }
  }

  private static void collectChildren(
      Path path, ReplayOptions options, List<ReplayReader> readers, int depth) throws IOException {
    List<Path> children;
    try (Stream<Path> list = Files.list(path)) {
      children = list.sorted().toList();
    }
    boolean directories = children.stream().anyMatch(Files::isDirectory);
    for (Path child : children) {
      // Beside directories of data a CSV is a list of labels or figures; alone it is data.
      boolean data =
          Files.isDirectory(child)
              || (!directories && isCsv(child))
              || CollectorFileReader.reads(child)
              || CollectorFrameReader.reads(child);
      if (data) {
        collect(child, options, readers, depth + 1);
      }
    }
  }

  private static ReplayReader file(Path file, ReplayOptions options) throws IOException {
    if (CollectorFileReader.reads(file)) {
      return new CollectorFileReader(file);
    }
    if (CollectorFrameReader.reads(file)) {
      return new CollectorFrameReader(file);
    }
    String stem = name(file).replaceFirst("\\.csv(\\.gz)?$", "");
    return stem.equals("metrics")
        ? metrics(file, options)
        : MetricTableReader.ofHost(file, name(file.getParent()), stem, options);
  }

  private static ReplayReader metrics(Path file, ReplayOptions options) throws IOException {
    String first;
    try (CsvFile csv = new CsvFile(file)) {
      List<String> header = csv.next();
      first = header == null ? "" : header.get(0);
    }
    if (first.equals("microservice")) {
      return new PetShopReader(file, "petshop", options);
    }
    String dataset = name(file.getParent());
    List<ReplayReader> readers = new ArrayList<>();
    readers.add(MetricTableReader.ofServices(file, dataset, options));
    readers.addAll(Companions.beside(file, dataset, options));
    return readers.size() == 1 ? readers.get(0) : new MergedReader(readers);
  }

  /** The file, plain or compressed; null if there is none. */
  static Path csv(Path directory, String stem) {
    Path plain = directory.resolve(stem + ".csv");
    Path packed = directory.resolve(stem + ".csv.gz");
    return Files.isRegularFile(plain) ? plain : Files.isRegularFile(packed) ? packed : null;
  }

  private static boolean isCsv(Path file) {
    return name(file).endsWith(".csv") || name(file).endsWith(".csv.gz");
  }

  private static String name(Path path) {
    Path name = path == null ? null : path.getFileName();
    return name == null ? "recording" : name.toString();
  }
}
