package dev.nightshift.local.rca;

import dev.nightshift.local.replay.ReplayLayouts;
import dev.nightshift.local.replay.ReplayOptions;
import dev.nightshift.local.replay.ReplayReader;
import dev.nightshift.local.replay.ReplayRecord;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rankings from metrics alone that a reader may know, to compare with. */
enum PlainRanking {
  /** The largest distance from the mean before, in standard deviations. */
  ZSCORE {
    @Override
    double distance(double[] before, double[] after) {
      double mean = Arrays.stream(before).average().orElse(0);
      double variance = Arrays.stream(before).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      return furthest(after, mean, Math.sqrt(variance));
    }
  },
  /** The largest distance from the median before, in interquartile ranges (BARO, FSE 2024). */
  BARO {
    @Override
    double distance(double[] before, double[] after) {
      double[] sorted = before.clone();
      Arrays.sort(sorted);
      return furthest(
          after, quantile(sorted, 0.5), quantile(sorted, 0.75) - quantile(sorted, 0.25));
    }
  },
  /**
   * The deepest deviating entities: those from which no call leads to another deviating one, by
   * median absolute deviation.
   */
  TRAVERSAL {
    @Override
    double distance(double[] before, double[] after) {
      double[] sorted = before.clone();
      Arrays.sort(sorted);
      double median = quantile(sorted, 0.5);
      double[] off = Arrays.stream(before).map(v -> Math.abs(v - median)).sorted().toArray();
      return furthest(after, median, quantile(off, 0.5));
    }

    @Override
    Map<String, Double> adjust(Map<String, Double> scores, RecordedCase recorded)
        throws IOException {
      if (recorded.graph().isEmpty()) {
        return scores;
      }
      Set<String> explained = new HashSet<>();
      for (DeclaredGraph.Edge edge : DeclaredGraph.read(Path.of(recorded.graph()))) {
        if (scores.getOrDefault(edge.callee(), 0.0) > DEVIATES) {
          explained.add(edge.caller());
        }
      }
      Map<String, Double> deepest = new TreeMap<>(scores);
      deepest.replaceAll((service, score) -> explained.contains(service) ? -1 / score : score);
      return deepest;
    }
  };

  /** What {@code --baseline} takes. */
  enum Choice {
    ZSCORE,
    BARO,
    TRAVERSAL,
    ALL;

    List<PlainRanking> rankings() {
      return this == ALL ? List.of(PlainRanking.values()) : List.of(PlainRanking.valueOf(name()));
    }
  }

  private static final double DEVIATES = 5;
  private static final long STEP_MILLIS = 60_000;
  private static final double TINY = 1e-9;

  private record Series(List<Double> before, List<Double> after) {}

  /** How far the values after lie from those before. */
  abstract double distance(double[] before, double[] after);

  /** The last word over the scores of all services. */
  Map<String, Double> adjust(Map<String, Double> scores, RecordedCase recorded) throws IOException {
    return scores;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  Ranked rank(RecordedCase recorded) throws IOException {
    Map<String, Series> series = new TreeMap<>();
    Set<String> services = new TreeSet<>();
    for (String usual : recorded.usual()) {
      read(Path.of(usual), recorded, Long.MAX_VALUE, series, services);
    }
    read(Path.of(recorded.path()), recorded, recorded.onsetMillis(), series, services);
    Map<String, Double> scores = new TreeMap<>();
    services.forEach(service -> scores.put(service, 0.0));
    series.forEach(
        (key, values) -> {
          if (!values.before().isEmpty() && !values.after().isEmpty()) {
            scores.merge(
                key.substring(0, key.indexOf('\t')),
                distance(array(values.before()), array(values.after())),
                Math::max);
          }
        });
    List<Ranked.Item> items = new ArrayList<>();
    adjust(scores, recorded)
        .forEach(
            (service, score) ->
                items.add(new Ranked.Item(service, "", "", "", score, Double.NaN, List.of())));
    items.sort(
        Comparator.comparingDouble((Ranked.Item item) -> -item.score())
            .thenComparing(Ranked.Item::service));
    return new Ranked(recorded, false, items);
  }

  private static void read(
      Path path,
      RecordedCase recorded,
      long onset,
      Map<String, Series> series,
      Set<String> services)
      throws IOException {
    ReplayOptions options = new ReplayOptions(0, STEP_MILLIS, recorded.system(), "test");
    try (ReplayReader reader = ReplayLayouts.open(path, options)) {
      for (ReplayRecord record = reader.next(); record != null; record = reader.next()) {
        if (!record.topic().equals("otlp_metrics")) {
          continue;
        }
        for (ResourceMetrics resource :
            ExportMetricsServiceRequest.parseFrom(record.payload()).getResourceMetricsList()) {
          String service = service(resource);
          services.add(service);
          for (Metric metric : resource.getScopeMetrics(0).getMetricsList()) {
            NumberDataPoint point = metric.getGauge().getDataPoints(0);
            Series values =
                series.computeIfAbsent(
                    service + '\t' + metric.getName(),
                    key -> new Series(new ArrayList<>(), new ArrayList<>()));
            boolean after = point.getTimeUnixNano() / 1_000_000L >= onset;
            (after ? values.after() : values.before()).add(point.getAsDouble());
          }
        }
      }
    }
  }

  private static String service(ResourceMetrics resource) {
    return resource.getResource().getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("service.name"))
        .map(KeyValue::getValue)
        .map(value -> value.getStringValue())
        .findFirst()
        .orElse("");
  }

  private static double furthest(double[] values, double middle, double scale) {
    return Arrays.stream(values).map(v -> Math.abs(v - middle)).max().orElse(0) / (scale + TINY);
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
