package dev.nightshift.local.backtest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.nightshift.local.shop.ShopRunner;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.shop.telemetry.TelemetrySink;
import dev.nightshift.local.shop.telemetry.Topics;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shop's telemetry as the Collector's file exporter writes it: one payload a line. */
final class CollectorFiles implements TelemetrySink, AutoCloseable {

  /** 2026-01-01: the same in every run, because ids come from times. */
  static final long START = 1_767_225_600_000L;

  private static final Pattern BASE64_ID =
      Pattern.compile("\"(traceId|spanId|parentSpanId)\":\"([^\"]*)\"");

  private final Path directory;
  private final Map<String, BufferedWriter> files = new HashMap<>();

  private CollectorFiles(Path directory) {
    this.directory = directory;
  }

  /** Nobody heals the shop. */
  static void record(Path directory, FaultSchedule schedule, Duration duration) throws IOException {
    try (CollectorFiles files = new CollectorFiles(directory)) {
      ShopSimulation simulation = new ShopSimulation(11, START, schedule, ShopListener.NONE);
      new ShopRunner(simulation, 11, files, Double.POSITIVE_INFINITY, duration).run();
    }
  }

  @Override
  public void accept(String topic, String key, byte[] payload) {
    try {
      switch (topic) {
        case Topics.METRICS -> write("metrics", ExportMetricsServiceRequest.parseFrom(payload));
        case Topics.LOGS -> write("logs", ExportLogsServiceRequest.parseFrom(payload));
        case Topics.SPANS -> write("traces", ExportTraceServiceRequest.parseFrom(payload));
        default -> throw new IllegalStateException("the shop sends nothing to " + topic);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, Message message) throws IOException {
    BufferedWriter file = files.get(name);
    if (file == null) {
      file = Files.newBufferedWriter(directory.resolve(name + ".jsonl"));
      files.put(name, file);
    }
    file.write(json(message));
    file.newLine();
  }

  /** OTLP/JSON: as protobuf has it, but ids in hexadecimal. */
  static String json(Message message) throws InvalidProtocolBufferException {
    String text = JsonFormat.printer().omittingInsignificantWhitespace().print(message);
    Matcher id = BASE64_ID.matcher(text);
    return id.replaceAll(
        found ->
            "\""
                + found.group(1)
                + "\":\""
                + HexFormat.of().formatHex(Base64.getDecoder().decode(found.group(2)))
                + "\"");
  }

  @Override
  public void close() throws IOException {
    for (BufferedWriter file : files.values()) {
      file.close();
    }
  }
}
