package dev.nightshift.local.rca;

import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.local.replay.RecordingDecoder;
import dev.nightshift.local.replay.ReplayLayouts;
import dev.nightshift.local.replay.ReplayOptions;
import dev.nightshift.local.replay.ReplayReader;
import dev.nightshift.local.replay.ReplayRecord;
import dev.nightshift.telemetry.BadInput;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads recorded cases: their telemetry as OTLP through the job's own decoders, and on the side
 * what was told besides (call relations, and the symptom to explain).
 */
final class CaseReader extends ProcessFunction<RecordedCase, Signal> {

  /** What is known without telemetry. */
  static final OutputTag<Observation> TOLD =
      new OutputTag<>("told", TypeInformation.of(Observation.class));

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(CaseReader.class);
  private static final long STEP_MILLIS = 60_000;

  /** The last traces are over by then. */
  private static final long TRACES_MILLIS = 60_000;

  @Override
  public void processElement(RecordedCase recorded, Context context, Collector<Signal> out)
      throws IOException {
    RecordingDecoder decoder = new RecordingDecoder(Long.MAX_VALUE / 2);
    Span own = read(recorded, Path.of(recorded.path()), recorded.untilMillis(), decoder, out);
    for (String usual : recorded.usual()) {
      // One recorded afterwards serves as well: it is moved to before the problem.
      List<Signal> signals = new ArrayList<>();
      Span span =
          read(recorded, Path.of(usual), Long.MAX_VALUE, decoder, new ListCollector<>(signals));
      Earlier earlier =
          Earlier.endingBefore(
              recorded.hasOnset() ? recorded.onsetMillis() : own.oldest(), span.newest());
      signals.forEach(signal -> out.collect(earlier.move(signal)));
    }
    tell(recorded, Math.max(own.newest(), recorded.onsetMillis()) + 1, context);
  }

  private static void tell(RecordedCase recorded, long asked, Context context) throws IOException {
    if (!recorded.graph().isEmpty()) {
      for (DeclaredGraph.Edge edge : DeclaredGraph.read(Path.of(recorded.graph()))) {
        context.output(
            TOLD,
            Observation.edge(
                recorded.system(),
                service(recorded, edge.caller()),
                service(recorded, edge.callee()),
                edge.remote(),
                asked));
      }
    }
    context.output(
        TOLD,
        Observation.symptom(
            recorded.system(),
            recorded.target().isEmpty() ? "" : service(recorded, recorded.target()),
            recorded.symptom(),
            recorded.hasOnset() ? recorded.onsetMillis() : Double.NaN,
            asked,
            asked + TRACES_MILLIS));
  }

  static String service(RecordedCase recorded, String name) {
    return Entity.service(recorded.system(), name).key();
  }

  /** Times of the records of a recording. */
  private record Span(long oldest, long newest) {}

  private static Span read(
      RecordedCase recorded, Path path, long until, RecordingDecoder decoder, Collector<Signal> out)
      throws IOException {
    long newest = Long.MIN_VALUE;
    long oldest = Long.MAX_VALUE;
    Accepted accepted = new Accepted(out);
    ReplayOptions options = new ReplayOptions(0, STEP_MILLIS, recorded.system(), "test");
    try (ReplayReader reader = ReplayLayouts.open(path, options)) {
      for (ReplayRecord record = reader.next(); record != null; record = reader.next()) {
        if (record.eventTimeMillis() > until) {
          break; // records come in the order of their times
        }
        newest = Math.max(newest, record.eventTimeMillis());
        oldest = Math.min(oldest, record.eventTimeMillis());
        decoder.decode(record, accepted);
      }
    }
    if (accepted.refused > 0) {
      LOG.warn("{}: {} items left out; the first: {}", path, accepted.refused, accepted.first);
    }
    return new Span(oldest, newest);
  }

  /** Passes signals on, and counts what could not be decoded. */
  private static final class Accepted implements Collector<Signal> {

    private final Collector<Signal> out;
    private int refused;
    private String first = "";

    private Accepted(Collector<Signal> out) {
      this.out = out;
    }

    @Override
    public void collect(Signal signal) {
      BadInput bad = signal.bad();
      if (bad == null) {
        out.collect(signal);
        return;
      }
      if (refused++ == 0) {
        first = bad.reason() + ", " + bad.detail();
      }
    }

    @Override
    public void close() {
      // The stream is Flink's to close.
    }
  }
}
