package dev.nightshift.local.rca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * A generated recording in the plain form: front calls cart and pay, forty minutes, and cart is
 * wrong in the last ten.
 */
final class PlainCase {

  static final long BEGIN = 1_700_000_000L;
  static final int MINUTES = 40;
  static final int ONSET = 30;

  private final Path directory;
  private final Random random = new Random(11);

  PlainCase(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  static long second(int minute) {
    return BEGIN + 60L * minute;
  }

  /** Latencies of all three rise; cart's by as much as it is wrong. */
  PlainCase metrics(double cart) throws IOException {
    StringBuilder csv = new StringBuilder("time,front_latency,cart_latency,pay_latency\n");
    for (int i = 0; i < MINUTES; i++) {
      boolean wrong = i >= ONSET;
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%f,%f,%f%n",
              second(i),
              noisy(wrong ? 20 + 10 * (cart - 1) : 20),
              noisy(wrong ? 10 * cart : 10),
              noisy(10)));
    }
    Files.writeString(directory.resolve("metrics.csv"), csv);
    return this;
  }

  private double noisy(double value) {
    return value * (1 + 0.03 * random.nextGaussian());
  }

  PlainCase graph() throws IOException {
    Files.writeString(
        directory.resolve("graph.json"),
        """
        {"edges": [{"source": "front", "target": "cart"}, {"source": "front", "target": "pay"}]}
        """);
    return this;
  }

  PlainCase events(String... lines) throws IOException {
    Files.writeString(directory.resolve("events.jsonl"), String.join("\n", lines));
    return this;
  }

  /** Four traces a minute; from the onset on, cart no longer comes to reserve. */
  PlainCase traces() throws IOException {
    StringBuilder spans =
        new StringBuilder(
            "trace_id,span_id,parent_span_id,service,operation,start,duration_ms,error\n");
    StringBuilder logs = new StringBuilder("time,service,severity,body,trace_id,span_id\n");
    for (int i = 0; i < 4 * MINUTES; i++) {
      long millis = 1_000 * second(0) + 15_000L * i;
      boolean wrong = i >= 4 * ONSET;
      spans.append(span(i, "f", "", "front", "GET /", millis, 30));
      spans.append(span(i, "c", "f", "cart", "add", millis + 2, 12));
      spans.append(span(i, "p", "f", "pay", "charge", millis + 16, 10));
      logs.append(log(i, "c", "cart", "asked for item " + i, millis + 3));
      logs.append(log(i, "c", "cart", wrong ? "stock is gone" : "reserved item " + i, millis + 9));
      logs.append(log(i, "p", "pay", "charged " + i, millis + 18));
    }
    Files.writeString(directory.resolve("spans.csv"), spans);
    Files.writeString(directory.resolve("logs.csv"), logs);
    return this;
  }

  private static String span(
      int trace, String id, String parent, String service, String name, long millis, int ms) {
    return String.format(
        "t%d,%s%d,%s,%s,%s,%d,%d,false%n",
        trace, id, trace, parent.isEmpty() ? "" : parent + trace, service, name, millis, ms);
  }

  private static String log(int trace, String span, String service, String body, long millis) {
    return String.format("%d,%s,INFO,%s,t%d,%s%d%n", millis, service, body, trace, span, trace);
  }
}
