package dev.nightshift.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies beside metrics.csv. */
class CompanionsTest {

  private static final ReplayOptions OPTIONS = new ReplayOptions(0, 1_000, "demo.shop", "test");

  @TempDir private Path directory;

  @BeforeEach
  void metrics() throws IOException {
    write("metrics.csv", "time,cart_cpu\n1700000000,0.5\n");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private List<ReplayRecord> records(String topic) throws IOException {
    List<ReplayRecord> records = new ArrayList<>();
    try (ReplayReader reader = ReplayLayouts.open(directory, OPTIONS)) {
      for (ReplayRecord record = reader.next(); record != null; record = reader.next()) {
        if (record.topic().equals(topic)) {
          records.add(record);
        }
      }
    }
    return records;
  }

  private List<LogRecord> logs() throws IOException {
    List<LogRecord> logs = new ArrayList<>();
    for (ReplayRecord record : records(ReplayRecord.LOGS)) {
      ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(record.payload());
      logs.addAll(request.getResourceLogs(0).getScopeLogs(0).getLogRecordsList());
    }
    return logs;
  }

  @Test
  void eventsOfThreeKindsOfProducersBecomeLogEvents() throws IOException {
    write(
        "events.jsonl",
        """
        {"time": 1700000000, "service": "cart", "kind": "feature_flag", "id": "f", "summary": "on"}
        {"specversion": "1.0", "id": "r7", "type": "dev.cd.ROLLOUT.done", "subject": "apps/pay",\
         "time": "2023-11-14T22:13:21Z", "data": {"summary": "pay r7"}}

        {"alerts": [{"labels": {"alertname": "Slow", "service": "front"},\
         "startsAt": "2023-11-14T22:13:22.500Z", "fingerprint": "x"}]}
        """);

    List<LogRecord> logs = logs();

    assertThat(logs)
        .extracting(LogRecord::getEventName)
        .containsExactly("feature_flag", "deployment", "alert");
    assertThat(logs)
        .extracting(log -> log.getBody().getStringValue())
        .containsExactly("on", "pay r7", "Slow");
    assertThat(logs.get(2).getTimeUnixNano()).isEqualTo(1_700_000_002_500_000_000L);
    assertThat(records(ReplayRecord.LOGS))
        .extracting(ReplayRecord::key)
        .containsExactly("demo.shop/cart", "demo.shop/pay", "demo.shop/front");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"service\": \"a\", \"kind\": \"deployment\"} | not a time",
        "{\"time\": 1700000000, \"kind\": \"deployment\"} | no service",
        "{\"time\": 1700000000, \"service\": \"a\", \"kind\": \"lunch\"} | 'lunch'",
        "{\"time\": | not a JSON object"
      })
  void aBadEventIsToldWithItsLine(String line, String message) throws IOException {
    write("events.jsonl", "\n" + line + "\n");

    assertThatThrownBy(() -> records(ReplayRecord.LOGS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("events.jsonl:2")
        .hasMessageContaining(message);
  }

  @Test
  void spansKeepTheirParentsAndServeWhatOtherServicesCall() throws IOException {
    write(
        "spans.csv",
        """
        trace_id,span_id,parent_span_id,service,operation,start,duration_ms,error
        t1,a,,front,GET /,1700000000000,30,false
        t1,b,a,cart,add,1700000000001,20,true
        t1,c,b,cart,store,1700000000002,10,
        """);

    List<Span> spans = new ArrayList<>();
    for (ReplayRecord record : records(ReplayRecord.SPANS)) {
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(record.payload());
      spans.addAll(request.getResourceSpans(0).getScopeSpans(0).getSpansList());
    }

    assertThat(spans).extracting(Span::getName).containsExactly("add", "store", "GET /");
    Span add = spans.get(0);
    assertThat(add.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(add.getParentSpanId()).isEqualTo(spans.get(2).getSpanId());
    assertThat(add.getStatus().getCodeValue()).isEqualTo(2);
    assertThat(add.getEndTimeUnixNano() - add.getStartTimeUnixNano()).isEqualTo(20_000_000L);
    assertThat(spans.get(1).getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
    assertThat(add.getTraceId().size()).isEqualTo(16);
    assertThat(add.getSpanId().size()).isEqualTo(8);
  }

  @Test
  void logsAreTiedToTheirSpans() throws IOException {
    write(
        "logs.csv",
        """
        time,service,level,message,trace_id,span_id
        1700000000.25,cart,ERROR,"lost, really",0123456789abcdef0123456789abcdef,0123456789abcdef
        """);

    LogRecord log = logs().get(0);

    assertThat(log.getBody().getStringValue()).isEqualTo("lost, really");
    assertThat(log.getSeverityText()).isEqualTo("ERROR");
    assertThat(log.getTimeUnixNano()).isEqualTo(1_700_000_000_250_000_000L);
    assertThat(log.getSpanId().byteAt(0)).isEqualTo((byte) 1);
  }

  @Test
  void aMissingColumnIsNamed() throws IOException {
    write("spans.csv", "trace_id,span_id,service,start,duration_ms\n");

    assertThatThrownBy(() -> records(ReplayRecord.SPANS))
        .hasMessageContaining("spans.csv")
        .hasMessageContaining("no column operation");
  }
}
