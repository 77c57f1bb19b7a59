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

/**
 * PetShop's tables: three rows of header (microservice, metric, statistic), one row that names the
 * index, then a row each five minutes with seconds since the epoch. A column becomes the gauge
 * {@code metric.statistic} of its microservice ({@code latency.p99}, {@code requests.sum}).
 */
final class PetShopReader implements ReplayReader {

  private static final int HEADERS = 3;

  private final CsvFile csv;
  private final List<Resource> resources = new ArrayList<>();
  private final List<String> metrics = new ArrayList<>();
  private final Deque<ReplayRecord> ready = new ArrayDeque<>();

  PetShopReader(Path file, String dataset, ReplayOptions options) throws IOException {
    this.csv = new CsvFile(file);
    List<List<String>> headers = new ArrayList<>();
    for (int i = 0; i < HEADERS; i++) {
      List<String> header = csv.next();
      if (header == null || (i > 0 && header.size() != headers.get(0).size())) {
        csv.close();
        throw new IOException(csv.where() + ": three header rows of one length expected");
      }
      headers.add(header);
    }
    String[] system = options.systemParts(dataset);
    for (int i = 1; i < headers.get(0).size(); i++) {
      resources.add(OtlpWriter.resource(system, "service.name", headers.get(0).get(i), ""));
      String statistic = headers.get(2).get(i).toLowerCase(Locale.ROOT);
      metrics.add(headers.get(1).get(i) + "." + statistic);
    }
  }

  @Override
  public ReplayRecord next() throws IOException {
    while (ready.isEmpty()) {
      List<String> fields = csv.next();
      if (fields == null) {
        return null;
      }
      if (!CsvFile.isNumber(fields.get(0))) {
        continue; // the row that names the index
      }
      if (fields.size() != resources.size() + 1) {
        throw new IOException(csv.where() + ": " + fields.size() + " fields");
      }
      long time = (long) (Double.parseDouble(fields.get(0)) * 1000);
      Map<Resource, Map<String, Double>> byResource = new LinkedHashMap<>();
      for (int i = 0; i < resources.size(); i++) {
        byResource
            .computeIfAbsent(resources.get(i), r -> new LinkedHashMap<>())
            .put(metrics.get(i), csv.number(fields.get(i + 1)));
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
