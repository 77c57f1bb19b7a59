package dev.nightshift.local.replay;

import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A CSV of metrics, one row a step, one column a metric. The first row is a header unless all of it
 * is numbers; then columns are m1, m2, …. A first column named like a time holds each row's time
 * (seconds or milliseconds since the epoch, or ISO date and time in UTC); otherwise rows are a step
 * apart.
 */
final class MetricTableReader implements ReplayReader {

  private static final List<String> TIME_NAMES =
      List.of("time", "timestamp", "unix_timestamp", "ts", "date");

  private final CsvFile csv;
  private final ReplayOptions options;
  private final List<Target> targets = new ArrayList<>();
  private final boolean timed;
  private final Deque<ReplayRecord> ready = new ArrayDeque<>();
  private List<String> first;
  private long row;

  /** Whose a column is, and what it is called there; null to leave it out. */
  record Target(Resource resource, String metric) {}

  /** Places the columns of a table. */
  interface Columns {
    Target place(String header);
  }

  /** A table whose metrics are all about one host. */
  static MetricTableReader ofHost(Path file, String dataset, String host, ReplayOptions options)
      throws IOException {
    Resource resource = OtlpWriter.resource(options.systemParts(dataset), "host.name", host, "");
    return new MetricTableReader(file, options, header -> new Target(resource, header));
  }

  /** A table with columns {@code <service>_<metric>}; the metric is what follows the last bar. */
  static MetricTableReader ofServices(Path file, String dataset, ReplayOptions options)
      throws IOException {
    return new MetricTableReader(
        file,
        options,
        header -> {
          int bar = header.lastIndexOf('_');
          if (bar <= 0) {
            return null;
          }
          String service = header.substring(0, bar);
          return new Target(
              OtlpWriter.resource(options.systemParts(dataset), "service.name", service, ""),
              header.substring(bar + 1));
        });
  }

  MetricTableReader(Path file, ReplayOptions options, Columns columns) throws IOException {
    this.csv = new CsvFile(file);
    this.options = options;
    List<String> header = csv.next();
    if (header == null) {
      csv.close();
      throw new IOException(file + " is empty");
    }
    boolean headless = header.stream().allMatch(CsvFile::isNumber);
    this.timed = !headless && TIME_NAMES.contains(header.get(0).trim().toLowerCase(Locale.ROOT));
    IntFunction<String> name = i -> headless ? "m" + (i + 1) : header.get(i).trim();
    for (int i = 0; i < header.size(); i++) {
      targets.add(timed && i == 0 ? null : columns.place(name.apply(i)));
    }
    this.first = headless ? header : null;
  }

  @Override
  public ReplayRecord next() throws IOException {
    while (ready.isEmpty()) {
      List<String> fields = first != null ? first : csv.next();
      first = null;
      if (fields == null) {
        return null;
      }
      if (fields.size() != targets.size()) {
        throw new IOException(
            csv.where() + ": " + fields.size() + " fields; the first row has " + targets.size());
      }
      long time =
          timed
              ? RecordedTime.millis(csv, fields.get(0))
              : options.startMillis() + row * options.stepMillis();
      row++;
      Map<Resource, Map<String, Double>> byResource = new LinkedHashMap<>();
      for (int i = 0; i < fields.size(); i++) {
        Target target = targets.get(i);
        if (target != null) {
          byResource
              .computeIfAbsent(target.resource(), r -> new LinkedHashMap<>())
              .put(target.metric(), csv.number(fields.get(i)));
        }
      }
      byResource.forEach(
          (resource, values) -> {
            ReplayRecord made = OtlpWriter.gauges(resource, time, values);
            if (made != null) {
              ready.add(made);
            }
          });
    }
    return ready.poll();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
