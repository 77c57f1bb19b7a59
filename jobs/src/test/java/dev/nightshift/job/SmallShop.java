package dev.nightshift.job;

import dev.nightshift.detect.Calibration;
import dev.nightshift.detect.Scorer;
import dev.nightshift.feature.DefaultFeatures;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.FeatureSet;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.job.model.ScorerFactory;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Signal;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Twenty minutes of a shop of three services, frontend -> orders -> payment, in which orders leaks
 * memory from minute ten to minute fourteen and frontend waits for it; and a model that knows what
 * is usual there.
 */
final class SmallShop {

  static final long START = 1_700_000_000_000L;
  private static final long STEP = 10_000;
  private static final int STEPS = 120;
  private static final int FAULT_FROM = 60;
  private static final int FAULT_TO = 84;
  private static final List<String> SERVICES = List.of("frontend", "orders", "payment");
  private static final List<FeatureDefinition> FEATURES =
      DefaultFeatures.SERVICE.stream()
          .filter(feature -> List.of("memory", "latency_p99").contains(feature.name()))
          .toList();

  private SmallShop() {}

  /** In event-time order, but for {@code disorderMillis}; the seed moves the order alone. */
  static List<Signal> signals(long seed, long disorderMillis) {
    Random values = new Random(42);
    List<Signal> signals = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      boolean leaking = step >= FAULT_FROM && step < FAULT_TO;
      for (int part = 0; part < 4; part++) {
        long time = START + step * STEP + part * 2_500L + 700;
        for (String service : SERVICES) {
          double usual = 2e8 + values.nextInt(4_000_000);
          signals.add(memory(service, time, leaking && service.equals("orders") ? 9e8 : usual));
        }
        trace(signals, "t" + step + "-" + part, time, leaking ? 150 : 20, values.nextInt(3));
      }
    }
    Random order = new Random(seed);
    IdentityHashMap<Signal, Long> arrival = new IdentityHashMap<>();
    signals.forEach(
        signal ->
            arrival.put(
                signal, signal.timeMillis() + (long) (order.nextDouble() * disorderMillis)));
    signals.sort(Comparator.comparingLong(arrival::get));
    return signals;
  }

  private static Signal memory(String service, long time, double value) {
    return Signal.of(
        new MetricPoint(
            entity(service),
            "process.memory.usage",
            Map.of(),
            MetricKind.GAUGE,
            0,
            time,
            value,
            null));
  }

  private static void trace(List<Signal> out, String id, long time, long ordersMillis, int noise) {
    long frontend = ordersMillis + 10 + noise;
    out.add(span("frontend", id, "1", "", SpanKind.SERVER, time, frontend));
    out.add(span("frontend", id, "2", "1", SpanKind.CLIENT, time, ordersMillis + 2));
    out.add(span("orders", id, "3", "2", SpanKind.SERVER, time, ordersMillis));
    out.add(span("orders", id, "4", "3", SpanKind.CLIENT, time, 8));
    out.add(span("payment", id, "5", "4", SpanKind.SERVER, time, 6 + noise));
  }

  private static Signal span(
      String service,
      String trace,
      String id,
      String parent,
      SpanKind kind,
      long start,
      long millis) {
    return Signal.of(
        new Span(
            entity(service),
            trace,
            id,
            parent,
            "op",
            kind,
            start * 1_000_000,
            (start + millis) * 1_000_000,
            false,
            ""));
  }

  private static Entity entity(String service) {
    return Entity.service("demo.shop", service);
  }

  static ModelAnnouncement model() {
    return new ModelAnnouncement(
        "small-shop",
        "1",
        Role.CHAMPION,
        "small-shop/1/model.onnx",
        "",
        new FeatureSet(
            "small-shop@1", new EntitySelector("demo.shop", "*", "*"), STEP, 2, FEATURES),
        new Calibration(0.5f, 0.02f, 0.05f, 0.01f, 1000));
  }

  /** A feature's error is its distance from what is usual; the score is their sum. */
  static final class Scorers implements ScorerFactory {

    private static final long serialVersionUID = 1L;

    @Override
    public Scorer open(ModelAnnouncement model, int maxBatch) {
      return new Scorer() {
        @Override
        public String model() {
          return model.id();
        }

        @Override
        public int maxBatch() {
          return maxBatch;
        }

        @Override
        public void score(FloatBuffer windows, int batch, FloatBuffer scores, FloatBuffer errors) {
          for (int row = 0; row < batch; row++) {
            float sum = 0;
            for (int feature = 0; feature < FEATURES.size(); feature++) {
              float newest = windows.get((row * 2 + 1) * FEATURES.size() + feature);
              boolean isMemory = FEATURES.get(feature).name().equals("memory");
              float error = isMemory ? Math.abs(newest - 2e8f) / 1e8f : Math.max(0, newest - 3.6f);
              errors.put(row * FEATURES.size() + feature, error);
              sum += error;
            }
            scores.put(row, sum);
          }
        }

        @Override
        public void close() {
          // Holds nothing.
        }
      };
    }
  }
}
