package dev.nightshift.local.rca;

import java.util.List;

/**
 * One recorded problem, as the job may see it. Flat, because it crosses a stream.
 *
 * @param name as it is shown: directory names
 * @param system that its telemetry is given to; no other case has it
 * @param path of its directory
 * @param usual recordings of the same system without a problem
 * @param graph file of declared call relations; empty for none
 * @param onsetMillis since when something is wrong, milliseconds since the epoch; {@link #UNKNOWN}
 * @param untilMillis what was recorded later is left out
 * @param target service that suffers; empty if unknown
 * @param symptom metric that it suffers in; empty if unknown
 */
public record RecordedCase(
    String name,
    String system,
    String path,
    List<String> usual,
    String graph,
    long onsetMillis,
    long untilMillis,
    String target,
    String symptom) {

  /** An onset that nobody said. */
  static final long UNKNOWN = Long.MIN_VALUE;

  boolean hasOnset() {
    return onsetMillis != UNKNOWN;
  }

  RecordedCase at(long onset) {
    return new RecordedCase(name, system, path, usual, graph, onset, untilMillis, target, symptom);
  }
}
