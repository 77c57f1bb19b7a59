package dev.nightshift.job.operator;

import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.Question;
import dev.nightshift.diagnose.evidence.ServiceFindings;

/**
 * One thing that ranking causes looks at: exactly one of the last four is not null. Flat, because
 * streams carry flat records.
 */
public record CauseInput(
    String system,
    long timeMillis,
    Observation told,
    CallEdge call,
    ServiceFindings answer,
    Question question) {

  public static CauseInput of(Observation told) {
    return new CauseInput(told.system(), told.knownMillis(), told, null, null, null);
  }

  public static CauseInput of(CallEdge call) {
    return new CauseInput(call.system(), call.timeMillis(), null, call, null, null);
  }

  public static CauseInput of(ServiceFindings answer) {
    return new CauseInput(answer.system(), answer.timeMillis(), null, null, answer, null);
  }

  public static CauseInput of(Question question) {
    return new CauseInput(question.system(), question.timeMillis(), null, null, null, question);
  }
}
