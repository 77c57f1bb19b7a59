package dev.nightshift.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.codec.DecodeLimits;
import dev.nightshift.codec.OtlpFormat;
import dev.nightshift.codec.OtlpLogsDecoder;
import dev.nightshift.codec.OtlpMetricsDecoder;
import dev.nightshift.codec.OtlpSpansDecoder;
import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayTest {

  private static final long T = 1_700_000_000_000L;
  private static final ReplayOptions OPTIONS = new ReplayOptions(T, 60_000, "", "test");

  @TempDir Path dir;
  private final List<MetricPoint> points = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<LogEntry> logs = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();

  @Test
  void tablesOfSeveralHostsAreMergedInTime() throws Exception {
    write("smd/machine-1/test.csv", "m1,m2\n1,2\n3,\n");
    write("smd/machine-2/test.csv", "0.5,6\n7,8\n");
    write("smd/machine-2/test_label.csv", "label\n1\n0\n");
    read(dir.resolve("smd"), OPTIONS);
    assertThat(times).containsExactly(T, T, T + 60_000, T + 60_000);
    assertThat(points)
        .extracting(MetricPoint::value)
        .containsExactly(1.0, 2.0, .5, 6.0, 3.0, 7.0, 8.0);
    assertThat(points.get(0).entity().key()).isEqualTo("replay.smd/machine-1");
    assertThat(points.get(3).name()).isEqualTo("m2");
  }

  @Test
  void timesAndServicesOfPlainTables() throws Exception {
    write(
        "x/metrics.csv",
        "time,front_end_cpu,db_latency\n1700000000,1,2\n2023-11-14 22:13:30,3,4\n");
    read(dir.resolve("x/metrics.csv"), new ReplayOptions(0, 1, "demo.shop", "test"));
    assertThat(times).containsExactly(T, T, T + 10_000, T + 10_000);
    assertThat(points.get(0).entity().key()).isEqualTo("demo.shop/front_end");
    assertThat(points.get(0).name()).isEqualTo("cpu");
  }

  @Test
  void nabIsATableWithTimes() throws Exception {
    write("realKnownCause/taxi.csv", "timestamp,value\n2014-07-01 00:00:00,10844\n");
    read(dir.resolve("realKnownCause/taxi.csv"), OPTIONS);
    assertThat(times).containsExactly(Instant.parse("2014-07-01T00:00:00Z").toEpochMilli());
    assertThat(points.get(0).entity().key()).isEqualTo("replay.realKnownCause/taxi");
  }

  @Test
  void petShopHasThreeHeaderRows() throws Exception {
    write(
        "petshop/metrics.csv",
        "microservice,A,B\nmetric,latency,requests\nstatistic,p99,Sum\nunix_timestamp,,\n1700000000.0,0.5,\n");
    read(dir.resolve("petshop"), OPTIONS);
    assertThat(points)
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.name()).isEqualTo("latency.p99");
              assertThat(p.entity().key()).isEqualTo("replay.petshop/A");
              assertThat(p.timeMillis()).isEqualTo(T);
            });
  }

  @Test
  void nezhaCasesHaveMetricsSpansAndLogs() throws Exception {
    String pod = "ts-order-service-5b67c48447-mv5hb";
    String trace = "898fbabdd1894463575af052c4cd7982";
    write("trainticket/case/label.json", "not to be read");
    write(
        "trainticket/case/metric/" + pod + "_metric.csv",
        "Time,TimeStamp,PodName,CpuUsageRate(%),PodServerLatencyP99(s)\nx,1700000000,"
            + pod
            + ",50,0.1\n");
    write(
        "trainticket/case/trace_08_52.csv",
        "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration\n"
            + trace
            + ",233d5101e107e112,root,"
            + pod
            + ",/api,1699999999000000000,1700000000500000000,1\n"
            + trace
            + ",233d5101e107e112,root,"
            + pod
            + ",/api,1699999999000000000,1700000000500000000,1\n");
    write(
        "trainticket/case/log_08_52.csv",
        "Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log\n"
            + "x,1700000000900000000,n,"
            + pod
            + ",c,"
            + trace
            + ",233d5101e107e112,"
            + "\"{\"\"log\"\":\"\"16:48 ERROR boom, again\\n\"\"}\"\n");
    read(dir.resolve("trainticket"), OPTIONS);
    assertThat(times).containsExactly(T, T + 500, T + 900);
    assertThat(points)
        .extracting(MetricPoint::name)
        .containsExactly("process.cpu.utilization", "pod.server.latency.p99");
    assertThat(points.get(0).value()).isEqualTo(0.5);
    assertThat(points.get(0).entity().key())
        .isEqualTo("replay.trainticket/ts-order-service/" + pod);
    assertThat(spans)
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.kind()).isEqualTo(SpanKind.SERVER);
              assertThat(s.durationMillis()).isEqualTo(1500);
              assertThat(s.parentSpanId()).isEmpty();
            });
    assertThat(logs)
        .singleElement()
        .satisfies(
            l -> {
              assertThat(l.body()).isEqualTo("16:48 ERROR boom, again");
              assertThat(l.isError()).isTrue();
              assertThat(l.traceId()).isEqualTo(trace);
            });
  }

  @Test
  void podsBelongToServices() {
    assertThat(NezhaReader.serviceOf("adservice-5f6585d649-fnmft")).isEqualTo("adservice");
    assertThat(NezhaReader.serviceOf("ts-ui-dashboard-5477b965f-2chkr"))
        .isEqualTo("ts-ui-dashboard");
    assertThat(NezhaReader.serviceOf("frontend")).isEqualTo("frontend");
  }

  @Test
  void errorsNameFileAndLine() throws Exception {
    write("bad/test.csv", "a,b\n1,2\n3,x\n");
    assertThatThrownBy(() -> read(dir.resolve("bad"), OPTIONS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("test.csv:3: not a number: 'x'");
    assertThatThrownBy(() -> ReplayLayouts.open(Files.createDirectory(dir.resolve("e")), OPTIONS))
        .hasMessageContaining("holds no recording");
  }

  @Test
  void waitsAtTheRecordedPace() throws Exception {
    write("p/test.csv", "a\n1\n2\n3\n");
    ManualClock clock = new ManualClock();
    List<Long> published = new ArrayList<>();
    ReplaySink sink =
        new ReplaySink() {
          @Override
          public void publish(ReplayRecord event) {
            published.add(clock.millis());
          }

          @Override
          public void publishToAllPartitions(ReplayRecord event) {
            throw new AssertionError("not asked for");
          }

          @Override
          public void close() {}
        };
    ReplayProgress total;
    try (ReplayReader reader = ReplayLayouts.open(dir.resolve("p"), OPTIONS)) {
      total = new Replayer(clock, clock::advance, p -> {}).run(reader, sink, 10);
    }
    assertThat(published).containsExactly(0L, 6_000L, 12_000L);
    assertThat(total).isEqualTo(new ReplayProgress(3, 3, 3, T + 120_000, 12_000));
    assertThat(total.rate()).isEqualTo(0.25);
  }

  @Test
  void theCommandSumsUpAsJson() throws Exception {
    write("smd/m/test.csv", "a,b\n1,2\n3,4\n");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        new CommandLine(new ReplayCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    assertThat(command.execute(dir.resolve("smd").toString(), "--dry-run", "--json", "--flush"))
        .isZero();
    assertThat(out.toString()).startsWith("{\"events\":4,\"rows\":2,\"records\":2,");
    assertThat(err.toString()).contains("2024-01-01T00:01:00Z");
    assertThat(command.execute("/does/not/exist", "--dry-run")).isEqualTo(1);
    assertThat(command.execute(dir.toString(), "--step", "soon")).isEqualTo(2);
  }

  private void read(Path path, ReplayOptions options) throws Exception {
    DecodeLimits limits = DecodeLimits.DEFAULT;
    try (ReplayReader reader = ReplayLayouts.open(path, options)) {
      for (ReplayRecord r = reader.next(); r != null; r = reader.next()) {
        times.add(r.eventTimeMillis());
        switch (r.topic()) {
          case "otlp_metrics" ->
              new OtlpMetricsDecoder(OtlpFormat.AUTO, limits)
                  .decode(r.payload(), Long.MAX_VALUE / 2, points::add, ReplayTest::fail);
          case "otlp_spans" ->
              new OtlpSpansDecoder(OtlpFormat.AUTO, limits)
                  .decode(r.payload(), Long.MAX_VALUE / 2, spans::add, ReplayTest::fail);
          default ->
              new OtlpLogsDecoder(OtlpFormat.AUTO, limits)
                  .decode(
                      r.payload(), Long.MAX_VALUE / 2, logs::add, c -> fail(c), ReplayTest::fail);
        }
      }
    }
  }

  private static void fail(Object unexpected) {
    throw new AssertionError(unexpected);
  }

  private void write(String file, String text) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static final class ManualClock extends Clock {

    private long now;

    void advance(long millis) {
      now += millis;
    }

    @Override
    public long millis() {
      return now;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
