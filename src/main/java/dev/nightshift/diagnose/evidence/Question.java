package dev.nightshift.diagnose.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * A question for the causes of a symptom, to one service or to what ranks them. A POJO.
 *
 * @param service entity key of the service that is asked; empty to the system as a whole
 * @param target entity that suffers; empty if nobody said
 * @param metric that it suffers in; empty if nobody said
 * @param onset since when, milliseconds since the epoch
 * @param estimated whether the onset was told from the evidence, as nobody else said it
 * @param anomalies ids of those that it was asked for; empty for any other symptom
 * @param timeMillis when to answer
 */
public record Question(
    String system,
    String service,
    String target,
    String metric,
    long onset,
    boolean estimated,
    List<String> anomalies,
    long timeMillis) {

  /** The same to one service, which need not know what it is for. */
  Question to(String other) {
    return new Question(
        system, other, target, metric, onset, estimated, new ArrayList<>(), timeMillis);
  }

  /** Whether it goes to what ranks the answers of the others. */
  public boolean isToSystem() {
    return service.isEmpty();
  }
}
