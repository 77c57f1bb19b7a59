package dev.nightshift.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.nightshift.codec.OtlpJson;
import dev.nightshift.telemetry.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as the Collector's file exporter wrote them. */
class CollectorFileReaderTest {

  private static final ReplayOptions OPTIONS = new ReplayOptions(0, 1000, "", "test");
  private static final String RESOURCE =
      """
      "resource":{"attributes":[{"key":"service.namespace","value":{"stringValue":"shop"}},\
      {"key":"service.name","value":{"stringValue":"%s"}}]}""";
  private static final String METRICS =
      "{\"resourceMetrics\":[{"
          + RESOURCE.formatted("cart")
          + ",\"scopeMetrics\":[{\"metrics\":[{\"name\":\"cpu\",\"gauge\":{\"dataPoints\":["
          + "{\"timeUnixNano\":\"2000000000\",\"asDouble\":0.5},"
          + "{\"timeUnixNano\":\"3000000000\",\"asInt\":\"1\"}]}}]}]},{"
          + RESOURCE.formatted("pay")
          + ",\"scopeMetrics\":[{\"metrics\":[{\"name\":\"calls\",\"sum\":{\"dataPoints\":["
          + "{\"timeUnixNano\":\"2500000000\",\"asInt\":\"7\"}],\"aggregationTemporality\":2}}]}]}]}";
  private static final String SPANS =
      "{\"resourceSpans\":[{"
          + RESOURCE.formatted("cart")
          + ",\"scopeSpans\":[{\"spans\":[{\"traceId\":\"0102030405060708090a0b0c0d0e0f10\","
          + "\"spanId\":\"0102030405060708\",\"name\":\"get\",\"kind\":2,"
          + "\"startTimeUnixNano\":\"1000000000\",\"endTimeUnixNano\":\"1500000000\"}]}]}]}";
  private static final String LOGS =
      "{\"resourceLogs\":[{"
          + RESOURCE.formatted("cart")
          + ",\"scopeLogs\":[{\"logRecords\":[{\"observedTimeUnixNano\":\"4000000000\","
          + "\"body\":{\"stringValue\":\"hello\"}}]}]}]}";

  @TempDir private Path directory;

  private List<ReplayRecord> read(Path path) throws IOException {
    List<ReplayRecord> all = new ArrayList<>();
    try (ReplayReader reader = ReplayLayouts.open(path, OPTIONS)) {
      for (ReplayRecord event = reader.next(); event != null; event = reader.next()) {
        all.add(event);
      }
    }
    return all;
  }

  private static List<Signal> decoded(List<ReplayRecord> events) {
    List<Signal> signals = new ArrayList<>();
    RecordingDecoder decoder = new RecordingDecoder(60_000);
    events.forEach(event -> decoder.decode(event, new ListCollector<>(signals)));
    return signals;
  }

  @Test
  void filesOfADirectoryAreOneRecordingInTheOrderOfTime() throws IOException {
    Files.writeString(directory.resolve("metrics.json"), METRICS + "\n");
    Files.writeString(directory.resolve("traces-2026.jsonl"), "\n" + SPANS + "\n");
    try (OutputStream gz =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("logs.jsonl.gz")))) {
      gz.write(LOGS.getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(directory.resolve("settings.json"), "{\"this\":\"is no telemetry\"}");

    List<ReplayRecord> events = read(directory);

    assertThat(events)
        .extracting(ReplayRecord::topic)
        .containsExactly("otlp_spans", "otlp_metrics", "otlp_metrics", "otlp_logs");
    assertThat(events)
        .extracting(ReplayRecord::eventTimeMillis)
        .containsExactly(1500L, 3000L, 2500L, 4000L);
    assertThat(events).extracting(ReplayRecord::key).containsExactly("cart", "cart", "pay", "cart");
    List<Signal> signals = decoded(events);
    assertThat(signals).hasSize(5).allMatch(signal -> signal.bad() == null);
    assertThat(signals.get(0).span().traceId()).isEqualTo("0102030405060708090a0b0c0d0e0f10");
    assertThat(signals.get(4).log().body()).isEqualTo("hello");
  }

  @Test
  void aLineThatWasCutIsRefusedAndTheOthersAreNot() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    Files.writeString(file, SPANS + "\n" + SPANS.substring(0, 200));

    List<Signal> signals = decoded(read(file));

    assertThat(signals).hasSize(2);
    assertThat(signals.get(0).span()).isNotNull();
    assertThat(signals.get(1).bad().reason()).isEqualTo("bad_json");
    assertThat(signals.get(1).timeMillis()).isEqualTo(1500);
  }

  /** The same payloads as the exporter writes them with format proto. */
  private static byte[] frame(String json) throws IOException {
    Message.Builder request =
        json.startsWith("{\"resourceMetrics")
            ? ExportMetricsServiceRequest.newBuilder()
            : json.startsWith("{\"resourceSpans")
                ? ExportTraceServiceRequest.newBuilder()
                : ExportLogsServiceRequest.newBuilder();
    OtlpJson.merge(json.getBytes(StandardCharsets.UTF_8), request);
    byte[] payload = request.build().toByteArray();
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(frame);
    out.writeInt(payload.length);
    out.write(payload);
    return frame.toByteArray();
  }

  private static byte[] all(byte[]... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  @Test
  void protobufBehindItsLengthIsTheSameRecording() throws IOException {
    Path lines = Files.createDirectory(directory.resolve("lines"));
    Files.writeString(lines.resolve("metrics.json"), METRICS + "\n" + METRICS + "\n");
    Files.writeString(lines.resolve("traces.jsonl"), SPANS + "\n");
    Files.writeString(lines.resolve("logs.jsonl"), LOGS + "\n");
    Path frames = Files.createDirectory(directory.resolve("frames"));
    Files.write(frames.resolve("metrics.proto"), all(frame(METRICS), frame(METRICS)));
    Files.write(frames.resolve("traces"), frame(SPANS));
    try (OutputStream gz =
        new GZIPOutputStream(Files.newOutputStream(frames.resolve("telemetry.pb.gz")))) {
      gz.write(frame(LOGS));
    }
    Files.write(frames.resolve("notes.bin"), new byte[] {0, 0, 0, 9, 7, 7});

    List<Signal> signals = decoded(read(frames));

    assertThat(signals).hasSize(8).allMatch(signal -> signal.bad() == null);
    assertThat(signals)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(decoded(read(lines)));
  }

  /** The exporter writes whatever a pipeline brings into the file that it names. */
  @Test
  void oneFileMayHoldAllKinds() throws IOException {
    Path file = directory.resolve("all.proto");
    Files.write(
        file, all(frame(METRICS), frame("{\"resourceSpans\":[]}"), frame(SPANS), frame(LOGS)));

    assertThat(read(file))
        .extracting(ReplayRecord::topic)
        .containsExactly("otlp_metrics", "otlp_metrics", "otlp_spans", "otlp_logs");
  }

  @Test
  void aPayloadThatWasCutIsRefusedAndTheOthersAreNot() throws IOException {
    Path file = directory.resolve("traces.proto");
    byte[] frame = frame(SPANS);
    Files.write(file, all(frame, Arrays.copyOf(frame, 60)));

    List<Signal> signals = decoded(read(file));

    assertThat(signals).hasSize(2);
    assertThat(signals.get(0).span()).isNotNull();
    assertThat(signals.get(1).bad().reason()).isEqualTo("bad_protobuf");
  }

  @Test
  void aLengthThatCannotBeIsAnErrorWithItsPlace() throws IOException {
    Path file = directory.resolve("traces.proto");
    byte[] frame = frame(SPANS);
    Files.write(file, all(frame, new byte[] {(byte) 0xFF, 0, 0, 0, 1}));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("traces.proto, byte " + frame.length)
        .hasMessageContaining("4278190080 bytes");
  }

  @Test
  void aDamagedArchiveIsNamed() throws IOException {
    Path file = directory.resolve("traces.jsonl.gz");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (OutputStream gz = new GZIPOutputStream(whole)) {
      for (int i = 0; i < 2_000; i++) {
        gz.write((SPANS + i + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.write(file, Arrays.copyOf(whole.toByteArray(), whole.size() / 2));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("traces.jsonl.gz:");
  }

  @Test
  void aDirectoryWithoutTelemetrySaysWhatWasLookedFor() throws IOException {
    Files.writeString(directory.resolve("settings.json"), "{}");

    assertThatThrownBy(() -> read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("OTLP on each line");
  }
}
