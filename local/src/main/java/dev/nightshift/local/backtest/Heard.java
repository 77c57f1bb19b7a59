package dev.nightshift.local.backtest;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.Incident;
import dev.nightshift.telemetry.ChangeEvent;

/**
 * Something that the job said, or that the reader told of itself: exactly one is not null. One flat
 * record, because results that are fetched one stream after the other would hold each other up.
 *
 * @param refused source and reason of telemetry that the job could not use
 */
public record Heard(
    Anomaly anomaly, Incident incident, ChangeEvent change, String refused, ReadProgress progress) {

  static Heard of(Anomaly anomaly) {
    return new Heard(anomaly, null, null, null, null);
  }

  static Heard of(Incident incident) {
    return new Heard(null, incident, null, null, null);
  }

  static Heard of(ChangeEvent change) {
    return new Heard(null, null, change, null, null);
  }

  static Heard of(DeadLetter letter) {
    return new Heard(null, null, null, letter.getSource() + ": " + letter.getReason(), null);
  }

  static Heard of(ReadProgress progress) {
    return new Heard(null, null, null, null, progress);
  }
}
