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

  @Override
  public void processElement(RecordedCase recorded, Context context, Collector<Signal> out)
      throws IOException {
    RecordingDecoder decoder = new RecordingDecoder(Long.MAX_VALUE / 2);
    for (String usual : recorded.usual()) {
      // One recorded afterwards serves as well: it is moved to before the problem.
      List<Signal> signals = new ArrayList<>();
      long newest = read(recorded, Path.of(usual), decoder, new ListCollector<>(signals));
      Earlier earlier = Earlier.endingBefore(recorded.onsetMillis(), newest);
      signals.forEach(signal -> out.collect(earlier.move(signal)));
    }
    long last = read(recorded, Path.of(recorded.path()), decoder, out);
    if (!recorded.graph().isEmpty()) {
      for (DeclaredGraph.Edge edge : DeclaredGraph.read(Path.of(recorded.graph()))) {
        context.output(
            TOLD,
            Observation.edge(
                recorded.system(),
                service(recorded, edge.caller()),
                service(recorded, edge.callee()),
                edge.remote(),
                recorded.onsetMillis()));
      }
    }
    context.output(
        TOLD,
        Observation.symptom(
            recorded.system(),
            recorded.target().isEmpty() ? "" : service(recorded, recorded.target()),
            recorded.symptom(),
            recorded.onsetMillis(),
            Math.max(last, recorded.onsetMillis()) + 1));
  }

  static String service(RecordedCase recorded, String name) {
    return Entity.service(recorded.system(), name).key();
  }

  /** The time of the newest record. */
  private static long read(
      RecordedCase recorded, Path path, RecordingDecoder decoder, Collector<Signal> out)
      throws IOException {
    long last = Long.MIN_VALUE;
    Accepted accepted = new Accepted(out);
    ReplayOptions options = new ReplayOptions(0, STEP_MILLIS, recorded.system(), "test");
    try (ReplayReader reader = ReplayLayouts.open(path, options)) {
      for (ReplayRecord record = reader.next(); record != null; record = reader.next()) {
        last = Math.max(last, record.eventTimeMillis());
        decoder.decode(record, accepted);
      }
    }
    if (accepted.refused > 0) {
      LOG.warn("{}: {} items left out; the first: {}", path, accepted.refused, accepted.first);
    }
    return last;
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
